import fc from 'fast-check';
import { FakeGateway, type Fault } from '../test/fake-gateway.ts';
import { newClient } from '../test/new-client.ts';
import { KeyPair } from './key-pair.ts';
import type { KeyStorage } from './key-storage.ts';
import { MemoryStorage } from './memory-storage.ts';

/** The least a gateway allows; nothing travels as long as that. */
const LIFETIME_MS = 60_000;
const TRAVEL_MS = 5;
const DAY_MS = 86_400_000;
// Hundreds of histories, on a machine that has other things to do.
jest.setTimeout(60_000);

interface Round {
  readonly pauseMs: number;
  /** Which client makes each of the calls, all at one time. */
  readonly callers: readonly number[];
  /** Of the refreshes, in their order. */
  readonly faults: readonly (Fault | undefined)[];
  /** How many times the storage cannot save. */
  readonly unsaved: number;
}

const QUIET = { faults: fc.constant([]), unsaved: fc.constant(0) };
const TROUBLED = {
  faults: fc.array(fc.constantFrom<(Fault | undefined)[]>(undefined, 'lost answer', 'lost request'), { maxLength: 8 }),
  unsaved: fc.nat(2),
};

function rounds(clients: number, trouble: typeof QUIET | typeof TROUBLED): fc.Arbitrary<Round[]> {
  const pauseMs = fc.constantFrom<number[]>(0, 30_000, LIFETIME_MS, 120_000, DAY_MS);
  const callers = fc.array(fc.nat(clients - 1), { minLength: 1, maxLength: 6 });
  return fc.array(fc.record<Round>({ pauseMs, callers, ...trouble }), { minLength: 1, maxLength: 6 });
}

/** Takes its time, and sometimes cannot save. */
class SlowStorage implements KeyStorage {
  unsaved = 0;
  private readonly inner = new MemoryStorage();

  constructor(private readonly travel: (what: string) => Promise<void>) {}

  async load(): Promise<string | null> {
    await this.travel('load');
    return this.inner.load();
  }

  async save(text: string): Promise<void> {
    await this.travel('save');
    if (this.unsaved > 0) throw new RangeError(`full ${(this.unsaved -= 1)}`);
    await this.inner.save(text);
  }

  async clear(): Promise<void> {
    await this.travel('clear');
    await this.inner.clear();
  }
}

class LockingStorage extends SlowStorage {
  private turn: Promise<unknown> = Promise.resolve();

  lock<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** Some clients on one storage, whose messages arrive in the order that the scheduler likes. */
class World {
  readonly gateway = new FakeGateway();
  private readonly storage: SlowStorage;
  private faults: readonly (Fault | undefined)[] = [];

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly size: number,
    hasLock: boolean,
  ) {
    this.storage = new (hasLock ? LockingStorage : SlowStorage)((what) => this.travel(what));
    this.gateway.authKeyLifetimeMs = LIFETIME_MS;
    this.gateway.travel = (what) => this.travel(what);
    this.gateway.faultOf = ({ path }) => (path.includes('refresh') ? this.nextFault() : undefined);
  }

  /** Plays the rounds, and then one of all clients at once in which nothing goes wrong. */
  async play(rounds: readonly Round[]): Promise<void> {
    const { storage, gateway, scheduler, size } = this;
    const clients = Array.from({ length: size }, () => newClient(gateway, { storage, refreshAheadMs: 0 }));
    await scheduler.waitFor(clients[0]!.signIn({ username: 'ada', password: 'x' }));
    const calm = { pauseMs: DAY_MS, callers: [...clients.keys(), ...clients.keys()], faults: [], unsaved: 0 };
    for (const { pauseMs, callers, faults, unsaved } of [...rounds, calm]) {
      gateway.now += pauseMs;
      this.faults = faults;
      storage.unsaved = unsaved;
      const ends = await scheduler.waitFor(Promise.allSettled(callers.map((index) => clients[index]!.me())));
      expect(gateway.thefts).toBe(0);
      if (faults.length === 0 && unsaved === 0) expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
  }

  /** The refresh key in the storage. */
  async kept(): Promise<string | undefined> {
    return KeyPair.parse((await this.scheduler.waitFor(this.storage.load())) ?? '')?.refreshAuthKey;
  }

  private async travel(what: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), what);
    this.gateway.now += TRAVEL_MS;
  }

  private nextFault(): Fault | undefined {
    const [next, ...rest] = this.faults;
    this.faults = rest;
    return next;
  }
}

/** JFW-REF-04: a refresh key is never used in a way that looks like theft, and when the network is well, so are calls. */
describe('in whatever order things happen', () => {
  const holds = (clients: number, hasLock: boolean, trouble: typeof QUIET | typeof TROUBLED) =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), rounds(clients, trouble), async (scheduler, played) => {
        const world = new World(scheduler, clients, hasLock);
        await world.play(played);
        expect(await world.kept()).toBe(world.gateway.newestRefreshKey);
      }),
      { numRuns: 200 },
    );

  it('one client, whatever gets lost', () => holds(1, false, TROUBLED));

  it('three clients on one storage', () => holds(3, false, QUIET));

  it('three clients on one storage that can lock, whatever gets lost', () => holds(3, true, TROUBLED));
});
