import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { AuditChainEntity } from './audit-chain.entity';
import { AuditEventEntity } from './audit-event.entity';
import { GENESIS, type TrailRow } from './audit-seal';

/** A row with its place in the chain. */
export interface SealedRow extends TrailRow {
  readonly sequence: number;
  /** Null only where somebody wrote the number by hand. */
  readonly hash: Buffer | null;
}

/** What seals one row. */
export interface Seal {
  readonly id: number;
  readonly sequence: number;
  readonly hash: Buffer;
}

type Place = Pick<Seal, 'sequence' | 'hash'>;

const COLUMNS = `id, uid, brand_id AS brandId, happened_at AS happenedAt, event, actor_user_id AS actorUserId,
  target_type AS targetType, target_id AS targetId, address, user_agent AS userAgent, correlation_id AS correlationId,
  details, sequence, hash`;

/** Rows of the trail and of its chains, raw: what is hashed is what the database holds, not what an entity makes of it. */
@Injectable()
export class AuditChainRepository {
  /** Brands with rows that are not sealed yet. */
  async listWaiting(store: Store): Promise<BrandId[]> {
    const rows: { brandId: unknown }[] = await store.query(
      'SELECT DISTINCT brand_id AS brandId FROM audit_events WHERE sequence IS NULL',
    );
    return rows.map(({ brandId }) => Number(brandId) as BrandId);
  }

  find(store: Store, brandId: BrandId): Promise<AuditChainEntity | null> {
    return store.findOneBy(AuditChainEntity, { brandId });
  }

  /** The brand's chain, begun when it has none. */
  async findOrBegin(store: Store, brandId: BrandId): Promise<Place> {
    const found = await this.find(store, brandId);
    if (found) return found;
    const start = { sequence: 0, hash: GENESIS };
    try {
      await store.insert(AuditChainEntity, { brandId, ...start, prunedSequence: 0, prunedHash: GENESIS });
    } catch (error) {
      // Another gateway began it at this moment, and may have gone on: its head decides.
      if (!isDuplicate(error, 'brand_id')) throw error;
    }
    return start;
  }

  async listUnsealed(store: Store, brandId: BrandId, limit: number): Promise<TrailRow[]> {
    return this.list(store, 'sequence IS NULL', 'id', [brandId, limit]);
  }

  /** In order of their numbers: above `after`, up to and including `upTo`. */
  async listSealed(
    store: Store,
    brandId: BrandId,
    { after, upTo }: { readonly after: number; readonly upTo: number },
    limit: number,
  ): Promise<SealedRow[]> {
    return this.list(store, 'sequence > ? AND sequence <= ?', 'sequence', [brandId, after, upTo, limit]);
  }

  /** The row with the highest number. */
  async findNewest(store: Store, brandId: BrandId): Promise<SealedRow | null> {
    const [newest] = await this.list<SealedRow>(store, 'sequence IS NOT NULL', 'sequence DESC', [brandId, 1]);
    return newest ?? null;
  }

  /** The oldest row from before `instant` that nobody sealed. */
  async findForgotten(store: Store, brandId: BrandId, instant: number): Promise<TrailRow | null> {
    const [oldest] = await this.list(store, 'sequence IS NULL AND happened_at < ?', 'id', [brandId, instant, 1]);
    return oldest ?? null;
  }

  /** The statement that decides who seals: true for one of any number of gateways that read the same head. */
  async advance(store: Store, brandId: BrandId, from: number, to: Place): Promise<boolean> {
    const { affected } = await store.update(AuditChainEntity, { brandId, sequence: from }, to);
    return affected === 1;
  }

  /** Gives rows their places, in one statement. @returns how many were there and had none */
  async seal(store: Store, brandId: BrandId, seals: readonly Seal[]): Promise<number> {
    const parameters: Record<string, unknown> = { brandId, ids: seals.map(({ id }) => id) };
    seals.forEach((seal, index) => {
      parameters[`i${index}`] = seal.id;
      parameters[`s${index}`] = seal.sequence;
      parameters[`h${index}`] = seal.hash;
    });
    const byId = (value: 's' | 'h') =>
      `CASE id ${seals.map((_, index) => `WHEN :i${index} THEN :${value}${index}`).join(' ')} END`;
    const { affected } = await store
      .createQueryBuilder()
      .update(AuditEventEntity)
      .set({ sequence: () => byId('s'), hash: () => byId('h') })
      .where('brand_id = :brandId AND sequence IS NULL AND id IN (:...ids)', parameters)
      .execute();
    return affected ?? 0;
  }

  /** Moves the beginning of the chain up; true for one of any number of gateways that prune at once. */
  async anchor(store: Store, brandId: BrandId, from: number, { sequence, hash }: Place): Promise<boolean> {
    const place = { prunedSequence: sequence, prunedHash: hash };
    const { affected } = await store.update(AuditChainEntity, { brandId, prunedSequence: from }, place);
    return affected === 1;
  }

  /** Removes rows up to and including a number; a row without one is never touched. */
  async deleteUpTo(store: Store, brandId: BrandId, sequence: number): Promise<number> {
    const { affected } = await store
      .createQueryBuilder()
      .delete()
      .from(AuditEventEntity)
      .where('brand_id = :brandId AND sequence <= :sequence', { brandId, sequence })
      .execute();
    return affected ?? 0;
  }

  private async list<T extends TrailRow>(
    store: Store,
    condition: string,
    order: string,
    values: readonly number[],
  ): Promise<T[]> {
    const rows: Record<string, unknown>[] = await store.query(
      `SELECT ${COLUMNS} FROM audit_events WHERE brand_id = ? AND ${condition} ORDER BY ${order} LIMIT ?`,
      [...values],
    );
    return rows.map((row) => plain(row) as unknown as T);
  }
}

/** A server may hand BIGINT back as text. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  const numbers = ['id', 'brandId', 'happenedAt', 'actorUserId', 'sequence'].map((name) => {
    const value = row[name];
    return [name, value === null ? null : Number(value)];
  });
  return { ...row, ...(Object.fromEntries(numbers) as object) };
}
