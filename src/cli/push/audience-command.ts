import { Injectable } from '@nestjs/common';
import { Option } from 'nest-commander';
import type { Audience } from '../../core/pushes/audience';
import { instantOf } from '../audit/instant-option';
import type { Acting } from '../shell/acting';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { listed } from '../shell/listed-values';

export interface AudienceOptions extends BrandedOptions {
  readonly everybody?: boolean;
  readonly user?: readonly string[];
  readonly device?: readonly string[];
  readonly os?: string;
  readonly versionFrom?: string;
  readonly versionTo?: string;
  readonly seenFrom?: string;
  readonly seenTo?: string;
  readonly tag?: string;
}

/** As the body of the API has it. */
type GivenAudience = Readonly<Partial<Record<keyof Audience, unknown>>>;

/** A command that says which devices are meant. */
@Injectable()
export abstract class AudienceCommand<O extends AudienceOptions = AudienceOptions> extends BrandedCommand<O> {
  @Option({ flags: '--everybody', description: 'every device of the brand; stands alone' })
  parseEverybody(): boolean {
    return true;
  }

  @Option({ flags: '--user <users>', description: 'devices of these users, by any of their names; or again' })
  parseUser(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  @Option({ flags: '--device <ids>', description: 'these devices; several with commas, or again' })
  parseDevice(value: string, before?: readonly string[]): readonly string[] {
    return listed(value, before);
  }

  @Option({ flags: '--os <os>', description: 'devices of this system: iOS, Android …' })
  parseOs(value: string): string {
    return value;
  }

  @Option({ flags: '--version-from <version>', description: 'devices whose app has this version or a later one' })
  parseVersionFrom(value: string): string {
    return value;
  }

  @Option({ flags: '--version-to <version>', description: 'devices whose app has this version or an earlier one' })
  parseVersionTo(value: string): string {
    return value;
  }

  @Option({ flags: '--seen-from <time>', description: 'last contact then or later: 7d, 2026-11-01' })
  parseSeenFrom(value: string): string {
    return value;
  }

  @Option({ flags: '--seen-to <time>', description: 'last contact then or before: 7d, 2026-11-01' })
  parseSeenTo(value: string): string {
    return value;
  }

  @Option({ flags: '--tag <tag>', description: "devices with this tag, of their own or of the user's link with them" })
  parseTag(value: string): string {
    return value;
  }

  /** @throws CommandError when nobody is meant, or a user is not there */
  protected async audienceOf(acting: Acting, options: AudienceOptions): Promise<GivenAudience> {
    const { everybody, device: deviceIds, os: osDevice, versionFrom, versionTo, tag } = options;
    const userIds = options.user && (await Promise.all(options.user.map((name) => acting.user(name))));
    const audience = {
      ...{ everybody, userIds: userIds?.map(({ uid }) => uid), deviceIds, osDevice, versionFrom, versionTo, tag },
      seenFrom: timeOf('--seen-from', options.seenFrom, acting.now),
      seenTo: timeOf('--seen-to', options.seenTo, acting.now),
    };
    if (Object.values(audience).some((value) => value !== undefined)) return audience;
    const advice = 'Name devices with --user, --device, --os, --version-from …, or all of them with --everybody.';
    throw new CommandError(EXIT.usage, 'usage.wrong', 'Say which devices are meant.', advice);
  }
}

function timeOf(option: string, value: string | undefined, now: number): string | undefined {
  return value === undefined ? undefined : new Date(instantOf(option, value, now)).toISOString();
}

export function devicesText(count: number): string {
  return `${count} device${count === 1 ? '' : 's'}`;
}
