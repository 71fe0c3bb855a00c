import type { Store } from '../../storage/database';
import type { Revoke } from '../revocations/revoking-transaction';

/** The transaction in which somebody leaves a device. */
export interface Removal {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly now: number;
}
