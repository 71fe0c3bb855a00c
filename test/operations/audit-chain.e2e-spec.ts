import { setTimeout as delay } from 'node:timers/promises';
import { AuditChainEntity } from '../../src/core/audit/audit-chain.entity';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { AuditPruning } from '../../src/core/audit/audit-pruning';
import { AuditSealer } from '../../src/core/audit/audit-sealer';
import { AuditTrail } from '../../src/core/audit/audit-trail';
import type { ChainNote } from '../../src/core/audit/chain-report';
import { PruneAuditFlow } from '../../src/flows/prune-audit/prune-audit.flow';
import { VerifyAuditFlow } from '../../src/flows/verify-audit/verify-audit.flow';
import type { BrandId } from '../../src/kernel/ids';
import { Database } from '../../src/storage/database';
import { Background } from '../../src/workers/background';
import { describeEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';

const DAY_MS = 86_400_000;
const NOBODY = { actorUserId: null, address: null, userAgent: null, correlationId: null };

describeEngine('the hash chain of the audit trail (SEC-AUD-01)', () => {
  let gateway: TestGateway;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    // Each test seals by itself; what the workers do meanwhile is seen once, below.
    await gateway.gateway.app.get(Background).stop();
  });
  afterAll(() => gateway.close());

  const brand = () => gateway.addBrand(`chain-${(count += 1)}.example`);

  async function write(brandId: BrandId, details: Record<string, unknown> = {}, where = gateway): Promise<void> {
    const { app } = where.gateway;
    const origin = { ...NOBODY, brandId };
    const event = { event: 'user.updated' as const, target: { type: 'user', id: 'somebody' }, details };
    await app.get(Database).transaction((store) => app.get(AuditTrail).record(store, origin, event));
  }

  async function sealedBrand(size: number): Promise<BrandId> {
    const brandId = await brand();
    for (let i = 0; i < size; i += 1) await write(brandId, { i });
    await seal();
    return brandId;
  }

  const seal = () => gateway.gateway.app.get(AuditSealer).run();
  const rows = (brandId: BrandId) => gateway.store.find(AuditEventEntity, { where: { brandId }, order: { id: 'ASC' } });
  const chainOf = (brandId: BrandId) => gateway.store.findOneByOrFail(AuditChainEntity, { brandId });

  async function verify(brandId: BrandId, note: ChainNote | null = null) {
    const report = await gateway.gateway.app.get(VerifyAuditFlow).one(brandId, gateway.clock.now(), note);
    if (!report) throw new Error('no such brand');
    return report;
  }

  it('of several that read the same head one seals, the others seal nothing', async () => {
    const brandId = await brand();
    await Promise.all(Array.from({ length: 5 }, (_, i) => write(brandId, { i })));
    const sealed = await Promise.all([seal(), seal(), seal()]);
    expect(sealed.filter((number) => number > 0)).toEqual([5]);
    expect((await chainOf(brandId)).sequence).toBe(5);
    expect(await verify(brandId)).toMatchObject({ checked: 5, firstBreak: null });
  });

  it('follows the rows in the order of their ids, in bounded batches', async () => {
    const brandId = await sealedBrand(1);
    const origin = { ...NOBODY, brandId };
    const events = Array.from({ length: 450 }, () => ({ event: 'user.updated' as const }));
    const { app } = gateway.gateway;
    // One moment for all of them.
    await app.get(Database).transaction((store) => app.get(AuditTrail).record(store, origin, ...events));
    expect(await seal()).toBe(450);
    expect((await rows(brandId)).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 451 }, (_, i) => i + 1));
    expect(await verify(brandId)).toMatchObject({ checked: 451, firstBreak: null });
  });

  it('covers unicode, null members and JSON that looks alike', async () => {
    const brandId = await brand();
    const texts = ['é', 'é', '😀', '\u0000', '"', '\\', '‮', "'; DROP TABLE audit_events; --", ''];
    for (const text of texts) await write(brandId, { text, nothing: null, deep: { list: [1, '1', null] } });
    await seal();
    expect(await verify(brandId)).toMatchObject({ checked: texts.length, firstBreak: null });
    expect((await rows(brandId)).map(({ details }) => (details as { text: string }).text)).toEqual(texts);
    // The same JSON, written otherwise, is a change.
    await gateway.store.query(
      `UPDATE audit_events SET details = REPLACE(details, '"nothing":null', '"nothing": null') WHERE brand_id = ? AND sequence = 3`,
      [brandId],
    );
    expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'row-changed', sequence: 3 });
  });

  it('brands have chains of their own, and one that is broken does not stop the others', async () => {
    const broken = await sealedBrand(2);
    const whole = await sealedBrand(2);
    // A number that the sealer wants to give next.
    await gateway.store.query('UPDATE audit_chains SET sequence = 1 WHERE brand_id = ?', [broken]);
    await write(broken);
    await write(whole);
    await expect(seal()).rejects.toThrow();
    expect(await verify(whole)).toMatchObject({ checked: 3, firstBreak: null });
    expect((await verify(broken)).firstBreak).toMatchObject({ fault: 'head-changed' });
    await gateway.store.query('UPDATE audit_chains SET sequence = 2 WHERE brand_id = ?', [broken]);
    await seal();
    expect(await verify(broken)).toMatchObject({ checked: 3, firstBreak: null });
  });

  describe('what somebody with the database in hand does to it is found', () => {
    const columns: [string, unknown][] = [
      ['uid', '0198c0de-0000-7000-8000-0000000000ff'],
      ['happened_at', 1_700_000_000_000],
      ['event', 'user.deleted'],
      ['actor_user_id', 1],
      ['target_type', 'brand'],
      ['target_id', 'somebody else'],
      ['address', '203.0.113.9'],
      ['user_agent', ''],
      ['correlation_id', 'c'],
      ['details', '{}'],
    ];

    it.each(columns)('a changed %s', async (column, value) => {
      const brandId = await sealedBrand(4);
      const uids = (await rows(brandId)).map(({ uid }) => uid);
      const change = `UPDATE audit_events SET ${column} = ? WHERE brand_id = ? AND sequence = 2`;
      await gateway.store.query(change, [value, brandId]);
      const uid = column === 'uid' ? value : uids[1];
      const expected = { fault: 'row-changed', sequence: 2, eventUid: uid };
      expect(await verify(brandId)).toMatchObject({ checked: 1, firstBreak: expected });
    });

    it('a changed row with a hash that fits it', async () => {
      const brandId = await sealedBrand(4);
      const [, , , last] = await rows(brandId);
      await gateway.store.query('UPDATE audit_events SET hash = ? WHERE brand_id = ? AND sequence = 2', [
        last?.hash,
        brandId,
      ]);
      expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'row-changed', sequence: 2 });
    });

    it('a missing row, the removed end, and all of it', async () => {
      const brandId = await sealedBrand(4);
      const remove = (sequence: number) =>
        gateway.store.query('DELETE FROM audit_events WHERE brand_id = ? AND sequence = ?', [brandId, sequence]);
      await remove(4);
      expect((await verify(brandId)).firstBreak).toEqual({ fault: 'tail-missing', sequence: 4, eventUid: null });
      await remove(2);
      expect((await verify(brandId)).firstBreak).toEqual({ fault: 'row-missing', sequence: 2, eventUid: null });
      await gateway.store.delete(AuditEventEntity, { brandId });
      expect((await verify(brandId)).firstBreak).toEqual({ fault: 'tail-missing', sequence: 1, eventUid: null });
    });

    it('the removed end with the head set back: only what was noted elsewhere tells', async () => {
      const brandId = await sealedBrand(4);
      const { head } = await verify(brandId);
      const third = (await rows(brandId))[2];
      await gateway.store.query('DELETE FROM audit_events WHERE brand_id = ? AND sequence = 4', [brandId]);
      await gateway.store.update(AuditChainEntity, { brandId }, { sequence: 3, hash: third?.hash ?? Buffer.alloc(0) });
      expect(await verify(brandId)).toMatchObject({ checked: 3, firstBreak: null, isNoteMet: null });
      const noted = await verify(brandId, head);
      expect(noted).toMatchObject({ isNoteMet: false, firstBreak: { fault: 'note-differs', sequence: 4 } });
      await gateway.store.delete(AuditEventEntity, { brandId });
      await gateway.store.delete(AuditChainEntity, { brandId });
      expect(await verify(brandId, head)).toMatchObject({ isNoteMet: false, firstBreak: { fault: 'note-differs' } });
    });

    it('a head that is gone or does not fit', async () => {
      const brandId = await sealedBrand(2);
      await gateway.store.update(AuditChainEntity, { brandId }, { hash: Buffer.alloc(32, 7) });
      expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'head-changed', sequence: 2 });
      await gateway.store.delete(AuditChainEntity, { brandId });
      expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'head-missing', sequence: 2 });
    });

    const forged = (brandId: BrandId, more: Partial<AuditEventEntity>) =>
      gateway.store.insert(AuditEventEntity, {
        ...{ ...NOBODY, brandId, uid: `0198c0de-0000-7000-8000-${String((count += 1)).padStart(12, '0')}` },
        ...{ event: 'auth.login', targetType: null, targetId: null, details: {} },
        ...{ happenedAt: gateway.clock.now(), sequence: null, hash: null },
        ...more,
      });

    it('a forged row with a place of its own, beyond the head or in a gap', async () => {
      const beyond = await sealedBrand(3);
      await forged(beyond, { sequence: 4, hash: Buffer.alloc(32, 1) });
      expect((await verify(beyond)).firstBreak).toMatchObject({ fault: 'beyond-head', sequence: 4 });
      const replaced = await sealedBrand(3);
      await gateway.store.query('DELETE FROM audit_events WHERE brand_id = ? AND sequence = 2', [replaced]);
      await forged(replaced, { sequence: 2, hash: Buffer.alloc(32, 1) });
      expect((await verify(replaced)).firstBreak).toMatchObject({ fault: 'row-changed', sequence: 2 });
      const bare = await sealedBrand(3);
      await gateway.store.query('UPDATE audit_events SET hash = NULL WHERE brand_id = ? AND sequence = 2', [bare]);
      expect((await verify(bare)).firstBreak).toMatchObject({ fault: 'row-changed', sequence: 2 });
    });

    it('a forged row without a place: unsealed while nobody seals it, dated back when it is sealed', async () => {
      const brandId = await sealedBrand(3);
      await forged(brandId, { happenedAt: gateway.clock.now() - 90_000 });
      expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'unsealed', sequence: null });
      await seal();
      expect(await verify(brandId)).toMatchObject({ firstBreak: null, backdated: null });
      await forged(brandId, { happenedAt: gateway.clock.now() - DAY_MS });
      await seal();
      expect(await verify(brandId)).toMatchObject({ firstBreak: null, backdated: { sequence: 5 } });
    });
  });

  describe('retention', () => {
    it('lets go of old events in small batches, and what is left can still be checked', async () => {
      const brandId = await sealedBrand(1);
      const { app } = gateway.gateway;
      const origin = { ...NOBODY, brandId };
      const events = Array.from({ length: 1_204 }, () => ({ event: 'user.updated' as const }));
      await app.get(Database).transaction((store) => app.get(AuditTrail).record(store, origin, ...events));
      await seal();
      const { head } = await verify(brandId);
      const before = gateway.clock.now();
      gateway.clock.advance(1);
      await delay(2);
      for (let i = 0; i < 5; i += 1) await write(brandId);
      await seal();
      const pruned = await Promise.all([
        app.get(AuditPruning).prune(brandId, before + 1),
        app.get(AuditPruning).prune(brandId, before + 1),
      ]);
      expect(pruned[0].count + pruned[1].count).toBe(1_205);
      expect(await gateway.store.countBy(AuditEventEntity, { brandId })).toBe(5);
      expect(await verify(brandId)).toMatchObject({ checked: 5, prunedSequence: 1_205, firstBreak: null });
      // The end of what was pruned is still known, and nothing before it.
      expect(await verify(brandId, head)).toMatchObject({ isNoteMet: true, firstBreak: null });
      expect(await verify(brandId, { sequence: 7, hash: '00' })).toMatchObject({ isNoteMet: null, firstBreak: null });
      await gateway.store.query('UPDATE audit_events SET event = ? WHERE brand_id = ? AND sequence = 1206', [
        'x',
        brandId,
      ]);
      expect((await verify(brandId)).firstBreak).toMatchObject({ fault: 'row-changed', sequence: 1_206 });
    });

    it('never removes what is not sealed, and stops before the first young event', async () => {
      const brandId = await sealedBrand(3);
      await write(brandId);
      const { app } = gateway.gateway;
      const future = gateway.clock.now() + DAY_MS;
      await gateway.store.query('UPDATE audit_events SET happened_at = ? WHERE brand_id = ? AND sequence = 2', [
        future + 1,
        brandId,
      ]);
      expect(await app.get(AuditPruning).prune(brandId, future)).toEqual({ count: 1, upTo: 1 });
      expect((await rows(brandId)).map(({ sequence }) => sequence)).toEqual([2, 3, null]);
    });

    it('goes by each brand, 400 days unless it says otherwise', async () => {
      const usual = await sealedBrand(2);
      const short = await sealedBrand(2);
      await gateway.updateBrand(short, { settings: { auditRetentionDays: 30 } });
      const flow = gateway.gateway.app.get(PruneAuditFlow);
      const prune = async (days: number) => {
        const told = [];
        for await (const line of flow.run(gateway.clock.now() + days * DAY_MS)) told.push(line);
        return told;
      };
      await prune(29);
      expect([(await rows(usual)).length, (await rows(short)).length]).toEqual([2, 2]);
      expect(await prune(31)).toEqual([expect.objectContaining({ count: 2, upTo: 2 })]);
      expect([(await rows(usual)).length, (await rows(short)).length]).toEqual([2, 0]);
      await prune(399);
      expect((await rows(usual)).length).toBe(2);
      await prune(401);
      expect((await rows(usual)).length).toBe(0);
      expect(await verify(usual)).toMatchObject({ checked: 0, prunedSequence: 2, firstBreak: null });
    });
  });

  it('the worker seals within a moment, and the gateway seals what is left when it closes', async () => {
    const own = await TestGateway.start({ database: gateway.database });
    const brandId = await brand();
    await write(brandId, {}, own);
    await expect(eventually(async () => (await rows(brandId))[0]?.sequence)).resolves.toBe(1);
    await write(brandId, {}, own);
    await own.close();
    expect((await rows(brandId)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
});

/** What comes when it is there; the last thing seen after five seconds. */
async function eventually<T>(look: () => Promise<T | null | undefined>): Promise<T | null | undefined> {
  for (let i = 0; i < 100; i += 1) {
    const seen = await look();
    if (seen !== null && seen !== undefined) return seen;
    await delay(50);
  }
  return look();
}
