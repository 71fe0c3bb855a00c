import { AppEntity } from '../../../src/core/apps/app.entity';
import { SessionEntity } from '../../../src/core/auth-keys/session.entity';
import { describeEngine } from '../../support/describe-engine';
import { DreamFactoryBrand, OLD_PASSWORD, probe } from '../../support/dreamfactory-brand';
import { TestGateway } from '../../support/start-gateway';

const BLACKLISTED = 'The token has been blacklisted: Session terminated. Please re-login.';

describeEngine('an app that is deleted', () => {
  let gateway: TestGateway;
  let brand: DreamFactoryBrand;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    brand = await DreamFactoryBrand.make(gateway, 'df.example');
  });
  afterAll(() => gateway.close());

  it('DF-KEY-09: takes the sessions that were opened with its key along, and no others', async () => {
    const { id, key } = await brand.app();
    const person = await brand.person();
    const signedIn = async (headers: Readonly<Record<string, string>>) => {
      const code = await brand.code(person.emailAddress);
      const body = { email: person.emailAddress, code, new_password: OLD_PASSWORD };
      return (await brand.client.with(headers).post('user/password?login=true', body)).token ?? '';
    };
    const admin = await brand.person('Admin');
    const { data } = await brand.native.signIn(admin.username ?? '', OLD_PASSWORD);
    const token = await signedIn({ 'X-DreamFactory-API-Key': key });
    const { data: own } = await brand.native.signIn(person.username ?? '', OLD_PASSWORD);
    const app = await gateway.store.findOneByOrFail(AppEntity, { brandId: brand.id, id });
    const removed = await brand.native.with({ 'Auth-Key': data.authKey }).delete(`apps/${app.uid}`);
    expect(removed.status).toBe(200);
    const dead = await probe(brand.client, token);
    expect([dead.status, dead.message]).toEqual([403, BLACKLISTED]);
    expect((await brand.native.with({ 'Auth-Key': own.authKey }).get('users/me')).status).toBe(200);
    const sessions = await gateway.store.findBy(SessionEntity, { brandId: brand.id, userId: person.id });
    expect(sessions.map(({ appId }) => appId)).toEqual(sessions.map(() => null));
  });
});
