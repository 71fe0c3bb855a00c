import { PushDeliveryRepository } from '../../src/core/pushes/push-delivery.repository';
import { PushRepository } from '../../src/core/pushes/push.repository';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine, perEngine } from '../support/describe-engine';
import { GoogleStandIn } from '../support/google-stand-in';
import { PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';
import { statementsOf } from '../support/statement-count';

const EVERYBODY = { audience: { everybody: true } };
/** A look through all living sessions, through everything a brand ever sent, or through a whole table. */
const ALL_OF_IT =
  /ix_sessions_revoked_at_expires_at|push_deliveries USING .*\(brand_id=\?\)$|^SCAN (?!CONSTANT|\d+ CONSTANT)/;

interface Step {
  readonly detail: string;
}

describeEngine('the statements that send pushes', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  it('JFW-PSH-05: cost the same however much a brand has sent, and however many people are signed in', async () => {
    const brand = await PushBrand.create(gateway, 'acme.example', google.register(serviceAccount()));
    await brand.phone();
    const statements = await statementsOf(gateway, async () => {
      const push = await brand.sent(EVERYBODY);
      const later = await brand.written(EVERYBODY);
      await brand.admin.client.delete(`pushes/${later.id}`);
      await brand.resume();
      await forget(push.id);
    });
    const own = statements.filter((text) =>
      /^(?:SELECT|UPDATE|DELETE)[^]*\b(?:push_deliveries|user_devices l)\b/.test(text),
    );
    expect(own.length).toBeGreaterThan(8);
    expect(await perEngine({ sqlite: costlyOnSqlite, mariadb: judgedByStatistics })(own)).toEqual([]);

    async function forget(uid: string): Promise<void> {
      const { app } = gateway.gateway;
      const push = await app.get(PushRepository).getByUid(gateway.store, brand.brandId, uid);
      await app.get(PushDeliveryRepository).deleteOf(gateway.store, push);
    }
  });

  async function costlyOnSqlite(statements: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const text of new Set(statements)) {
      const values = Array.from(text.matchAll(/\?/g), () => 1);
      const steps: Step[] = await gateway.store.query(`EXPLAIN QUERY PLAN ${text}`, values);
      found.push(...steps.filter(({ detail }) => ALL_OF_IT.test(detail)).map(({ detail }) => `${detail} in ${text}`));
    }
    return found;
  }

  /** The server counts rows before it chooses, and a handful of them are looked through. */
  async function judgedByStatistics(): Promise<string[]> {
    return [];
  }
});
