import { BrandgateClient } from '../../sdk/client/src/brandgate-client.ts';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine } from '../support/describe-engine';
import { GoogleStandIn } from '../support/google-stand-in';
import { PushBrand } from '../support/push-brand';
import { serviceAccount } from '../support/service-account';
import { TestGateway } from '../support/start-gateway';

const PASSWORD = 'tidal lantern quarry';
const TOKEN = 'token-of-the-app';

describeEngine('an app that is pushed to', () => {
  let google: GoogleStandIn;
  let gateway: TestGateway;
  let brand: PushBrand;

  beforeAll(async () => {
    google = await GoogleStandIn.start();
    gateway = await TestGateway.start({ push: new FirebasePushTransport() });
    await google.serve(gateway);
    brand = await PushBrand.create(gateway, 'app.example', google.register(serviceAccount()));
  });
  afterAll(async () => {
    await gateway.close();
    await google.close();
  });

  /** What Google hands to the app. */
  const received = () => google.to(TOKEN).at(-1)?.data;

  it('registers its token, confirms what it gets, and believes the gateway that it was signed out', async () => {
    const user = await gateway.addUser(brand.brandId, { username: 'app.user', password: PASSWORD });
    const app = new BrandgateClient({
      ...{ gatewayUrl: gateway.origin, brand: brand.domain, now: () => gateway.clock.now() },
      device: { code: 'app-1', name: 'Phone', os: 'iOS', appVersion: '2.1.0' },
    });
    const reasons: string[] = [];
    app.on('signedOut', ({ reason }) => void reasons.push(reason));
    await app.signIn({ username: 'app.user', password: PASSWORD });
    expect(await app.registerPushToken(TOKEN)).toBe('registered');

    const push = await brand.sent({ body: 'News', audience: { osDevice: 'iOS', versionFrom: '2.1' } });
    expect(await app.handlePush(received())).toEqual({ kind: 'message', isConfirmed: true, isSignedOut: false });
    expect(await brand.look(push)).toMatchObject({ deliveries: { confirmed: 1 } });

    const [device] = await app.listDevices();
    await brand.admin.client.delete(`users/${user.uid}/devices/${device?.id}`);
    await gateway.deliver();
    expect(await app.handlePush(received())).toEqual({ kind: 'farewell', isConfirmed: true, isSignedOut: true });
    expect([await app.isSignedIn(), reasons]).toEqual([false, ['RefreshAuthKeyInvalid']]);
    const farewells = await brand.admin.client.get<{ items: object[] }>(`users/${user.uid}/farewells`);
    expect(farewells.data.items).toEqual([
      expect.objectContaining({ deviceId: device?.id, cause: 'device-removed', state: 'confirmed' }),
    ]);
    // Google may hand it over once more.
    expect(await app.handlePush(received())).toEqual({ kind: 'farewell', isConfirmed: true, isSignedOut: true });
  });
});
