import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { NumberSequenceRepository } from '../numbers/number-sequence.repository';
import { AppRegistration } from '../apps/app-registration';
import { type BrandDraft, BrandRegistration } from '../brands/brand-registration';
import { ServiceRepository } from '../services/service.repository';
import { RoleRepository } from './role.repository';

/** A new brand with everything that every brand has: domain, built-in roles, services and app. */
@Injectable()
export class BrandFounding {
  constructor(
    private readonly registration: BrandRegistration,
    private readonly numbers: NumberSequenceRepository,
    private readonly roles: RoleRepository,
    private readonly services: ServiceRepository,
    private readonly apps: AppRegistration,
  ) {}

  /** @throws BrandgateError request.invalid for a taken code, brand.domain-taken */
  async found(store: Store, draft: BrandDraft, now: number): Promise<BrandId> {
    const id = await this.registration.create(store, draft, now);
    await this.numbers.seed(store, id);
    await this.roles.seed(store, id, draft.isSystem, now);
    await this.services.seed(store, id, now);
    await this.apps.seed(store, id, now);
    return id;
  }
}
