import fc from 'fast-check';
import { describeEngine, perEngine } from '../support/describe-engine';
import { TestGateway } from '../support/start-gateway';
import { Household, HAPPENINGS, type Happening, PAUSES } from './household';

/** More by `npm run test:model`; the server is asked fewer times, since each costs it a round trip per statement. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? perEngine({ sqlite: 2_000, mariadb: 200 }));
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
    'JFW-TOK-01 to -07, -12, JFW-REF-04: whoever holds a push token is signed in on that phone',
    async () => {
      const gateway = await TestGateway.start();
      try {
        const household = await Household.moveIn(gateway);
        const histories = fc.array(happening, { minLength: 3, maxLength: LONGEST, size: 'max' });
        const property = fc.asyncProperty(histories, (history) => household.live(history));
        await fc.assert(property, { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) });
      } finally {
        await gateway.close();
      }
    },
    // Minutes, not a measure: a thousand histories take some seconds.
    600_000 + RUNS * 100,
  );
});
