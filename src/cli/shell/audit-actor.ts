import { type Actor, installationActor } from '../../core/audit/actor';
import type { BrandId } from '../../kernel/ids';

/** What trails show in a browser's place. */
export const COMMAND_LINE = 'brandgate command line';

/** Who the trail says it was: nobody signed in, by the command line. */
export function commandLineActor(brandId: BrandId): Actor {
  return installationActor(brandId, COMMAND_LINE);
}
