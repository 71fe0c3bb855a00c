import fc from 'fast-check';
import { FirebasePushTransport } from '../../src/outbound/firebase/firebase-push-transport';
import { describeEngine, perEngine } from '../support/describe-engine';
import { GoogleStandIn } from '../support/google-stand-in';
import { TestGateway } from '../support/start-gateway';
import { Household, HAPPENINGS, type Happening, PAUSES } from './household';

/** More by `npm run test:model`; the server is asked fewer times, since each costs it a round trip per statement. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? perEngine({ sqlite: 1_500, mariadb: 150 }));
const SEED = process.env['MODEL_SEED'];
const LONGEST = 14;

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom(...HAPPENINGS),
  who: fc.nat(5),
  phone: fc.nat(3),
  token: fc.nat(3),
  pause: fc.nat(PAUSES.length - 1),
});

describeEngine('model of people, phones and push tokens', () => {
  it(
    'JFW-TOK-01 to -07, -12, JFW-PSH-06, JFW-REF-04: whoever holds a push token is signed in on that phone',
    async () => {
      const google = await GoogleStandIn.start();
      const gateway = await TestGateway.start({ push: new FirebasePushTransport() });
      try {
        const household = await Household.moveIn(gateway, google);
        const histories = fc.array(happening, { minLength: 3, maxLength: LONGEST, size: 'max' });
        const property = fc.asyncProperty(histories, (history) => household.live(history));
        await fc.assert(property, { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) });
      } finally {
        await gateway.close();
        await google.close();
      }
    },
    // Minutes, not a measure: a thousand histories take some seconds.
    600_000 + RUNS * 100,
  );
});
