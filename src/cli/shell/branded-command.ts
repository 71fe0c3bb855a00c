import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import { BrandLookup } from '../../core/brands/brand-lookup';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { SignInCandidate } from '../../core/users/sign-in-candidate';
import type { UserEntity } from '../../core/users/user.entity';
import { UserRepository } from '../../core/users/user.repository';
import { isUuid } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { CommandError } from './command-error';
import { EXIT } from './exit-code';
import { type CommonOptions, HouseCommand } from './house-command';

export interface BrandedOptions extends CommonOptions {
  readonly brand?: string;
}

/** A command that works within one brand. */
@Injectable()
export abstract class BrandedCommand<O extends BrandedOptions = BrandedOptions> extends HouseCommand<O> {
  @Option({
    flags: '--brand <brand>',
    description: 'the brand: its code, one of its domains, or its id',
    required: true,
  })
  parseBrand(value: string): string {
    return value;
  }

  /** @throws CommandError for a brand that is not there */
  protected async brandOf({ brand: name = '' }: O): Promise<BrandSnapshot> {
    const lookup = await this.shell.installation.get(BrandLookup);
    const brand = await lookup.find(name);
    if (brand !== null) return brand;
    throw new CommandError(EXIT.notFound, 'brand.not-found', `There is no brand ${name}.`, 'See: brandgate brand list');
  }

  /** @param name user name, e-mail address, phone number or id @throws CommandError for a user that is not there */
  protected async userOf(brand: BrandSnapshot, name: string): Promise<UserEntity> {
    const installation = await this.shell.installation.open();
    const found = isUuid(name)
      ? await installation.get(UserRepository).findByUid(installation.get(Database).store, brand.id, name)
      : await installation.get(SignInCandidate).find(brand.id, name, ['username', 'email', 'phone']);
    if (found !== null) return found;
    const message = `There is no user ${name} in the brand ${brand.code}.`;
    const advice = `See: brandgate user list --brand ${brand.code}`;
    throw new CommandError(EXIT.notFound, 'user.not-found', message, advice);
  }
}
