import { connect, type Socket } from 'node:net';
import { IsNull } from 'typeorm';
import { AuditEventEntity } from '../../src/core/audit/audit-event.entity';
import { AuditSealer } from '../../src/core/audit/audit-sealer';
import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { VerifyAuditFlow } from '../../src/flows/verify-audit/verify-audit.flow';
import type { BrandId } from '../../src/kernel/ids';
import { keyDigest } from '../../src/kernel/secrets/key-text';
import { describeEngine } from '../support/describe-engine';
import { GatewayBuild, type GatewayProcess } from '../support/gateway-process';
import { JfwClient } from '../support/jfw-client';
import { millisecondsUntil } from '../support/milliseconds-until';
import { People, PLENTY } from '../support/people';
import { TestGateway } from '../support/start-gateway';

const BOUND_MS = 1_000;
const LANES = 10;
const ROUNDS = 200;
const SOCKETS = 50;
const BURSTS = 5;
/** Processes take their time to start; nothing here is measured by it. */
const PATIENCE_MS = 60_000;
const CODE = { 'X-Device-Code': 'dev-ada-1' };

describeEngine('gateways in several processes on one database', () => {
  let build: GatewayBuild;
  let here: TestGateway;
  let others: GatewayProcess[] = [];
  let brandId: BrandId;
  let people: People;

  beforeAll(async () => {
    build = await GatewayBuild.create();
    here = await TestGateway.start();
    brandId = await here.addBrand('a.example', { rateLimits: PLENTY });
    people = new People(here, brandId, 'a.example');
    others = [await build.start(here.database.url), await build.start(here.database.url)];
  }, PATIENCE_MS);
  afterAll(async () => {
    await Promise.all(others.map((other) => other.close()));
    await here.close();
    await build.remove();
  }, PATIENCE_MS);

  const elsewhere = (authKey: string) =>
    new JfwClient(others[0]?.origin ?? '', { 'Brand-URL': 'a.example', 'Auth-Key': authKey });

  it(
    'SEC-REV-09, JFW-KEY-10: a key revoked by a second process dies in the first within a second, 200 times',
    async () => {
      const times: number[] = [];
      const lane = async () => {
        const person = await people.one();
        for (let round = 0; round < ROUNDS / LANES; round += 1) {
          const { answer, client } = await person.signIn();
          expect((await client.get('users/me')).status).toBe(200);
          expect((await elsewhere(answer.data.authKey).post('users/auth/logout')).status).toBe(200);
          times.push(await deathOf(client));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      process.stdout.write(
        `revocation by a second process: ${ROUNDS} times, ${Math.max(...times).toFixed(0)} ms at most\n`,
      );
      expect(times).toHaveLength(ROUNDS);
      expect(Math.max(...times)).toBeLessThanOrEqual(BOUND_MS);
    },
    PATIENCE_MS,
  );

  it(
    'JFW-REF-02, SEC-SES-03, SEC-OT-01 (SES-02): fifty open sockets, one refresh key, one successor',
    async () => {
      for (let burst = 0; burst < BURSTS; burst += 1) {
        const { data } = await people.one(CODE);
        const answers = await atOnce(data.refreshAuthKey);
        expect(answers.map(({ status }) => status)).toEqual(Array(SOCKETS).fill(200));
        expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
        const outcomes = answers.map(({ outcome }) => outcome).sort();
        expect(outcomes).toEqual([...Array<string>(SOCKETS - 1).fill('replayed'), 'rotated']);
        const parent = await here.store.findOneByOrFail(AuthKeyEntity, { hash: keyDigest(data.refreshAuthKey) });
        const children = await here.store.findBy(AuthKeyEntity, { brandId, parentId: parent.id });
        expect(children.map(({ kind }) => kind).sort()).toEqual(['auth', 'refresh']);
        const pair = JSON.parse(answers[0]?.body ?? '{}') as { data: { authKey: string } };
        expect((await elsewhere(pair.data.authKey).get('users/me')).status).toBe(200);
      }
    },
    PATIENCE_MS,
  );

  it(
    'SEC-AUD-01: three processes write and seal one trail at once: no gap, one chain',
    async () => {
      const persons = await Promise.all(Array.from({ length: SOCKETS }, () => people.one()));
      const sealer = here.gateway.app.get(AuditSealer);
      const left = () => here.store.countBy(AuditEventEntity, { brandId, sequence: IsNull() });
      const work = { isDone: false };
      const sealing = (async () => {
        while (!work.isDone || (await left()) > 0) {
          await sealer.run();
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      })();
      const answers = await Promise.all(
        persons.map(({ data }, i) => {
          const headers = { 'Brand-URL': 'a.example', 'Auth-Key': data.authKey };
          return new JfwClient([here, ...others][i % 3]?.origin ?? '', headers).post('users/auth/logout');
        }),
      );
      work.isDone = true;
      await sealing;
      expect(answers.map(({ status }) => status)).toEqual(Array(SOCKETS).fill(200));
      const rows = await here.store.find(AuditEventEntity, { where: { brandId }, order: { sequence: 'ASC' } });
      expect(rows.filter(({ event }) => event === 'auth.logout').length).toBeGreaterThanOrEqual(SOCKETS);
      expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, i) => i + 1));
      const report = await here.gateway.app.get(VerifyAuditFlow).one(brandId, here.clock.now());
      expect(report).toMatchObject({ checked: rows.length, firstBreak: null });
    },
    PATIENCE_MS,
  );

  /** Milliseconds until this process refuses the key. */
  function deathOf(client: JfwClient): Promise<number> {
    return millisecondsUntil(async () => (await client.get('users/me')).status === 401);
  }

  /** The same refresh from sockets that are open already, half of them to each process. */
  async function atOnce(refreshAuthKey: string) {
    const body = JSON.stringify({ refreshAuthKey });
    const head = ['POST /api/v1/users/auth/refresh-auth-key HTTP/1.1', 'Host: gw.localhost', 'Brand-URL: a.example'];
    const more = ['X-Device-Code: dev-ada-1', 'Content-Type: application/json', `Content-Length: ${body.length}`];
    const request = [...head, ...more, 'Connection: close', '', body].join('\r\n');
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, (_, i) => open(others[i % 2]?.port ?? 0)));
    const answers = sockets.map((socket) => answerOf(socket));
    for (const socket of sockets) socket.write(request);
    return Promise.all(answers);
  }
});

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
  });
}

async function answerOf(socket: Socket) {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    outcome: /x-refresh-outcome: (\w+)/i.exec(head)?.[1],
    body,
  };
}
