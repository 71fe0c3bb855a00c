import { randomUUID } from 'node:crypto';
import { ChallengeEntity } from '../../src/core/challenges/challenge.entity';
import { Challenges } from '../../src/core/challenges/challenges';
import { Mailer } from '../../src/core/mail/mailer';
import { OutboxEntity } from '../../src/core/outbox/outbox.entity';
import { OutboxRepository } from '../../src/core/outbox/outbox.repository';
import { FindDueFlow } from '../../src/flows/drain-outbox/find-due.flow';
import type { BrandId } from '../../src/kernel/ids';
import { Metrics } from '../../src/ports/metrics.port';
import { OutboxWorker } from '../../src/workers/outbox-worker';
import { Upkeep } from '../../src/workers/upkeep';
import { describeEngine } from '../support/describe-engine';
import { FakeMail } from '../support/fake-mail';
import { TestGateway } from '../support/start-gateway';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 60_000;

describeEngine('the outbox', () => {
  let gateway: TestGateway;
  let count = 0;

  beforeAll(async () => {
    gateway = await TestGateway.start();
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.mail.outcome = { kind: 'sent' };
    gateway.mail.sent.length = 0;
  });

  const brand = () => gateway.addBrand(`outbox-${(count += 1)}.example`);
  const queue = async (brandId: BrandId, expiresIn = DAY_MS): Promise<string> => {
    const now = gateway.clock.now();
    const recipient = { userId: null, address: `${randomUUID()}@example.com`, name: null, locale: null };
    const mail = { topic: 'channel-test' as const, recipient, values: { at: 'now' }, expiresAt: now + expiresIn };
    return gateway.gateway.app.get(Mailer).queue(gateway.store, brandId, mail, now);
  };
  const rowOf = (uid: string) => gateway.store.findOneByOrFail(OutboxEntity, { uid });
  const until = async (isSo: () => Promise<boolean>) => {
    for (let look = 0; look < 400; look += 1) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new TypeError('it never became so');
  };
  const round = () => gateway.gateway.app.get(OutboxWorker).run();

  it('REL-08, SEC-RST-08: a mail that was sent is done, its text is gone, and its id is the Message-ID', async () => {
    const uid = await queue(await brand());
    await gateway.deliver();
    await until(async () => (await rowOf(uid)).state === 'done');
    expect(await rowOf(uid)).toMatchObject({ state: 'done', payloadSealed: null, lease: null });
    expect(gateway.mail.sent.map(({ messageId }) => messageId)).toEqual([`${uid}@gw.localhost`]);
  });

  it(
    'REL-08: two gateways on one database send each mail once',
    async () => {
      const mail = new FakeMail();
      const other = await TestGateway.start({ database: gateway.database, mail });
      const ids: BrandId[] = [];
      for (let i = 0; i < 4; i += 1) ids.push(await brand());
      const uids: string[] = [];
      for (let i = 0; i < 80; i += 1) uids.push(await queue(ids[i % 4] ?? (0 as BrandId)));
      await Promise.all([gateway.deliver(), other.deliver()]);
      await until(async () => !(await gateway.store.existsBy(OutboxEntity, { state: 'queued' })));
      await other.close();
      const sent = [...gateway.mail.sent, ...mail.sent].map(({ messageId }) => messageId.split('@')[0]);
      expect(sent.sort()).toEqual(uids.sort());
    },
    PATIENCE_MS,
  );

  it(
    'is tried again ever later, jittered, and given up in the end; the payload stays for an operator',
    async () => {
      const uid = await queue(await brand(), 30 * DAY_MS);
      gateway.mail.outcome = { kind: 'unavailable', error: '451 later' };
      const delays: number[] = [];
      for (let attempt = 1; attempt <= 20; attempt += 1) {
        await round();
        await until(async () => (await rowOf(uid)).attempts === attempt);
        const { nextAttemptAt, state, lastError } = await rowOf(uid);
        expect([state, lastError]).toEqual([attempt === 20 ? 'dead' : 'queued', '451 later']);
        const delay = nextAttemptAt - gateway.clock.now();
        if (attempt < 20) delays.push(delay);
        gateway.clock.advance(Math.max(delay, 0) + 1);
      }
      delays.forEach((delay, i) => {
        const middle = Math.min(10_000 * 2 ** i, 3_600_000);
        expect(delay).toBeGreaterThan(middle * 0.8 - 3_000);
        expect(delay).toBeLessThanOrEqual(middle * 1.2);
      });
      expect((await rowOf(uid)).payloadSealed).not.toBeNull();
      const line = gateway.log.lines.find((text) => text.includes('outbox.dead')) ?? '';
      expect(JSON.parse(line)).toMatchObject({ event: 'outbox.dead', id: uid, topic: 'channel-test', attempts: 20 });
      expect(line).not.toMatch(/@|451/);
    },
    PATIENCE_MS,
  );

  it('a refusal is the last word, and does not keep the address', async () => {
    const uid = await queue(await brand());
    const send = gateway.mail.send.bind(gateway.mail);
    gateway.mail.send = async (_server, { to }) => ({ kind: 'refused', error: `550 no <${to.address}> here` });
    await gateway.deliver();
    await until(async () => (await rowOf(uid)).state === 'dead');
    gateway.mail.send = send;
    expect((await rowOf(uid)).lastError).toBe('550 no <[recipient]> here');
  });

  it('what nobody would want any more is not sent', async () => {
    const uid = await queue(await brand(), -1);
    await gateway.deliver();
    await until(async () => (await rowOf(uid)).state === 'expired');
    expect(await rowOf(uid)).toMatchObject({ payloadSealed: null });
    expect(gateway.mail.sent).toEqual([]);
  });

  it('ADR 11: a lease that nobody renews is over after 20 s, one that is renewed is not', async () => {
    const { app } = gateway.gateway;
    const brandId = await brand();
    const repository = app.get(OutboxRepository);
    const uid = await queue(brandId);
    const row = await rowOf(uid);
    const now = gateway.clock.now();
    const hold = { lease: 'dead-worker', now, until: now + 20_000 };
    // The gateway's own loop may be quicker than this test; then there is nothing to hold.
    const held = await repository.lease(gateway.store, row, hold);
    if (held !== null) {
      await round();
      expect(await rowOf(uid)).toMatchObject({ state: 'queued', lease: 'dead-worker' });
      expect(await repository.renew(gateway.store, row, 'dead-worker', now + 40_000)).toBe(true);
      gateway.clock.advance(21_000);
      await round();
      expect(await rowOf(uid)).toMatchObject({ state: 'queued', lease: 'dead-worker' });
      gateway.clock.advance(20_000);
      await round();
    }
    await until(async () => (await rowOf(uid)).state === 'done');
    expect(await repository.renew(gateway.store, row, 'dead-worker', now + 90_000)).toBe(false);
    expect(await repository.finish(gateway.store, row, 'dead-worker', 'done', now)).toBe(false);
  });

  it(
    'a worker renews its lease as long as it works',
    async () => {
      const uid = await queue(await brand());
      let first = 0;
      const mail = new FakeMail();
      mail.send = async () => {
        first = (await rowOf(uid)).leasedUntil ?? 0;
        await until(async () => ((await rowOf(uid)).leasedUntil ?? 0) > first);
        return { kind: 'sent' };
      };
      const send = gateway.mail.send;
      gateway.mail.send = mail.send;
      await gateway.deliver();
      await until(async () => (await rowOf(uid)).state === 'done');
      gateway.mail.send = send;
      expect(first).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'SEC-TEN-10: a brand behind the backlog of another one has its turn at once',
    async () => {
      const [big, small] = [await brand(), await brand()];
      const gate = new FakeMail();
      const order: string[] = [];
      gateway.mail.send = async (server, mail) => {
        order.push(mail.from.name);
        return gate.send(server, mail);
      };
      for (let i = 0; i < 150; i += 1) await queue(big);
      await queue(small);
      const found = await gateway.gateway.app.get(FindDueFlow).run(gateway.clock.now());
      const bigLeft = found.filter(({ brandId }) => brandId === big).length;
      expect(bigLeft).toBeLessThanOrEqual(10);
      if (bigLeft === 10) expect(found.some(({ brandId }) => brandId === small)).toBe(true);
      await gateway.deliver();
      await until(async () => !(await gateway.store.existsBy(OutboxEntity, { state: 'queued' })));
      gateway.mail.send = FakeMail.prototype.send.bind(gateway.mail);
      expect(order).toHaveLength(151);
    },
    PATIENCE_MS,
  );

  it('finished rows go after outboxRetentionDays, dead ones too; challenges 30 days after they expired', async () => {
    const brandId = await brand();
    const user = await gateway.addUser(brandId, { username: 'annette', password: 'quiet-harbour-lantern' });
    const { app } = gateway.gateway;
    const uid = await queue(brandId);
    await gateway.deliver();
    await until(async () => (await rowOf(uid)).state === 'done');
    const request = { brandId, userId: user.id, purpose: 'password-reset' as const, kind: 'link' as const };
    await app.get(Challenges).open(gateway.store, { ...request, target: null, lifetime: 1_000 }, gateway.clock.now());
    await gateway.setGatewaySetting('outboxRetentionDays', 2);
    await app.get(Upkeep).outbox.prune();
    expect(await rowOf(uid)).toMatchObject({ state: 'done' });
    gateway.clock.advance(2 * DAY_MS + 60_000);
    await app.get(Upkeep).outbox.prune();
    expect(await gateway.store.existsBy(OutboxEntity, { uid })).toBe(false);
    expect(await gateway.store.countBy(ChallengeEntity, { brandId })).toBe(1);
    gateway.clock.advance(28 * DAY_MS + 60_000);
    await app.get(Upkeep).outbox.prune();
    expect(await gateway.store.countBy(ChallengeEntity, { brandId })).toBe(0);
    await gateway.setGatewaySetting('outboxRetentionDays', null);
  });

  it('SEC-LOG-01: tells its figures with labels of closed sets', async () => {
    await gateway.gateway.app.get(Upkeep).outbox.measure();
    const { text } = await gateway.gateway.app.get(Metrics).render();
    expect(text).toMatch(/^brandgate_outbox_rows\{state="queued"\} 0$/m);
    expect(text).toMatch(/^brandgate_outbox_rows\{state="dead"\} \d/m);
    expect(text).toMatch(/^brandgate_outbox_tries_total\{kind="mail",outcome="done"\} [1-9]/m);
    const labels = [...text.matchAll(/brandgate_outbox_tries_total\{(.*?)\}/g)].map(([, found]) => found);
    expect(labels.length).toBeLessThanOrEqual(10);
  });
});

describeEngine('the outbox of a gateway without a mail server', () => {
  const mailOf = (gateway: TestGateway, brandId: BrandId) => {
    const now = gateway.clock.now();
    const recipient = { userId: null, address: 'new@example.com', name: 'New', locale: 'en' };
    const values = { link: 'https://gw.example/pages/x', minutes: '60' };
    const mail = { topic: 'reset-link' as const, recipient, values, expiresAt: now + DAY_MS };
    return gateway.gateway.app.get(Mailer).queue(gateway.store, brandId, mail, now);
  };
  const waiting = async (gateway: TestGateway, uid: string) => {
    for (let look = 0; look < 200; look += 1) {
      await gateway.gateway.app.get(OutboxWorker).run();
      const row = await gateway.store.findOneByOrFail(OutboxEntity, { uid });
      if (row.lastError !== null) return row;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new TypeError('it was not looked at');
  };

  it.each([
    ['a development', { BRANDGATE_PUBLIC_URL: 'http://localhost:3000' }, 1],
    ['a production', { BRANDGATE_PUBLIC_URL: 'https://auth.example.com', NODE_ENV: 'production' }, 0],
  ] as const)(
    '%s keeps mails and sends them later; the log holds each as often as it may',
    async (_name, env, times) => {
      const gateway = await TestGateway.start({ env: { ...env, SMTP_URL: '' } });
      // On MariaDB nothing is a development.
      const isDevelopment = times === 1 && gateway.database.engine === 'sqlite';
      const uid = await mailOf(gateway, await gateway.addBrand('wait.example'));
      expect(await waiting(gateway, uid)).toMatchObject({ state: 'queued', attempts: 0 });
      gateway.clock.advance(80_000);
      await gateway.store.update(OutboxEntity, { uid }, { lastError: 'looked at' });
      await gateway.gateway.app.get(OutboxWorker).run();
      const lines = gateway.log.lines
        .filter((line) => line.includes('mail.waiting'))
        .map((line) => JSON.parse(line) as object);
      expect(lines).toHaveLength(isDevelopment ? 1 : 0);
      if (isDevelopment) {
        expect(lines[0]).toMatchObject({
          to: 'new@example.com',
          text: expect.stringContaining('https://gw.example/pages/x') as string,
        });
      }
      expect(gateway.mail.sent).toEqual([]);
      await gateway.close();
    },
  );
});

describeEngine('the outbox of a gateway that closes', () => {
  it(
    'REL-07: what is under way ends, what was not begun is free at once',
    async () => {
      const mail = new FakeMail();
      let release = (): void => undefined;
      const released = new Promise<void>((done) => (release = done));
      mail.send = async () => {
        mail.sent.push({} as never);
        await released;
        return { kind: 'sent' };
      };
      const gateway = await TestGateway.start({ mail });
      const watcher = await TestGateway.start({ database: gateway.database, env: { SMTP_URL: '' } });
      await watcher.gateway.app.get(OutboxWorker).stop();
      const brandId = await gateway.addBrand('close.example');
      const now = gateway.clock.now();
      const recipient = { userId: null, address: 'a@example.com', name: null, locale: null };
      const draft = { topic: 'channel-test' as const, recipient, values: { at: '' }, expiresAt: now + DAY_MS };
      for (let i = 0; i < 10; i += 1) await gateway.gateway.app.get(Mailer).queue(gateway.store, brandId, draft, now);
      while (mail.sent.length < 2) await new Promise((resolve) => setTimeout(resolve, 25));
      const closing = gateway.gateway.close();
      setTimeout(release, 200);
      await closing;
      const rows = await watcher.store.findBy(OutboxEntity, { brandId });
      expect(rows.filter(({ state }) => state === 'done')).toHaveLength(2);
      const left = rows.filter(({ state }) => state === 'queued');
      expect(left.map(({ lease }) => lease)).toEqual(Array(8).fill(null));
      await watcher.close();
      await gateway.database.drop();
    },
    PATIENCE_MS,
  );
});
