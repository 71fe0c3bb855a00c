import { SigningKeyEntity } from '../../../src/core/signing-keys/signing-key.entity';
import { SigningKeys } from '../../../src/core/signing-keys/signing-keys';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand } from '../../support/dreamfactory-brand';
import { statementsOf } from '../../support/statement-count';
import { TestGateway } from '../../support/start-gateway';

/** The statement without its values. */
function shapeOf(statement: string): string {
  return statement.replace(/'(?:[^'\\]|\\.|'')*'/g, '?').replace(/\b(?:NULL|\d+(?:\.\d+)?|x'[^']*')\b/g, '?');
}

describeEngine('what a forgotten password tells in the DreamFactory dialect (SEC-ENU-01, -02)', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
  });
  afterAll(() => gateway.close());

  async function observe(path: string, body: object) {
    let answer = { status: 0, text: '', headers: new Headers() };
    const statements = await statementsOf(gateway, async () => {
      answer = await brand.client.post(path, body);
    });
    const { status, text, headers } = answer;
    return { status, text, headers: [...headers.keys()], statements: statements.map(shapeOf) };
  }

  const REDEEM = { code: 'A'.repeat(32), new_password: 'violet harbour mango' };

  it.each<[string, 'off' | 'with-code' | 'alone', string, object]>([
    ['a request', 'off', 'user/password?reset=true', {}],
    ['a redemption', 'off', 'user/password', REDEEM],
    ['a redemption, questions beside codes', 'with-code', 'user/password', REDEEM],
    ['an answer', 'alone', 'user/password', { security_answer: 'x', new_password: 'violet harbour mango' }],
  ])('%s (%s): unknown, known, of the other kind, inactive are one', async (_, securityQuestion, path, body) => {
    await brand.set({ securityQuestion });
    const [known, admin, inactive] = [await brand.person(), await brand.person('Admin'), await brand.person()];
    await gateway.setUser(inactive, { status: 'Inactive' });
    await observe(path, { email: 'warm.up@df.example', ...body });
    await gateway.settle();
    await observe(path, { email: 'warm.up@df.example', ...body });
    const unknown = await observe(path, { email: 'nobody@df.example', ...body });
    for (const { emailAddress } of [known, admin, inactive]) {
      expect(await observe(path, { email: emailAddress, ...body })).toEqual(unknown);
    }
  });

  it('SEC-SES-08: of any number of nodes that need the first key at once, one makes it', async () => {
    const second = await TestGateway.start({ database: gateway.database });
    try {
      const nodes = [gateway, second].flatMap((node) =>
        Array.from({ length: 4 }, () => node.gateway.app.get(SigningKeys)),
      );
      const fresh = await DreamFactoryBrand.make(gateway, 'keys.example');
      const keys = await Promise.all(nodes.map((node) => node.current(fresh.id, gateway.clock.now())));
      expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
      const rows = await gateway.store.findBy(SigningKeyEntity, { brandId: fresh.id });
      expect(rows.map(({ uid, algorithm }) => [uid, algorithm])).toEqual([[keys[0]?.kid, 'ES256']]);
      expect(rows[0]?.privateSealed).toMatch(/^bgs1\./);
      expect(JSON.stringify(rows[0]?.publicJwk)).not.toContain('"d"');
    } finally {
      await second.close();
    }
  });
});
