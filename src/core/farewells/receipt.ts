import { type BrandId, isUuid } from '../../kernel/ids';
import type { Store } from '../../storage/database';

/** `before`: it was confirmed already. `unknown`: the brand has given out no such id. */
export type Receipt = 'now' | 'before' | 'unknown';

/** What an app can confirm. */
interface Confirmable {
  readonly brandId: BrandId;
  readonly uid: string;
  readonly state: string;
  readonly reason: string | null;
  readonly confirmedAt: number | null;
}

/** The app says that a message came; that is true whatever is known of the sending. @param cleared columns that go with it */
export async function confirmReceipt(
  store: Store,
  entity: new () => Confirmable,
  { brandId, uid, now }: { readonly brandId: BrandId; readonly uid: string; readonly now: number },
  cleared: Readonly<Record<string, null>> = {},
): Promise<Receipt> {
  if (!isUuid(uid)) return 'unknown';
  const { affected } = await store
    .createQueryBuilder()
    .update(entity)
    .set({ ...cleared, state: 'confirmed', reason: null, confirmedAt: now })
    .where("brand_id = :brandId AND uid = :uid AND state <> 'confirmed'", { brandId, uid })
    .execute();
  if (affected === 1) return 'now';
  return (await store.existsBy(entity, { brandId, uid })) ? 'before' : 'unknown';
}
