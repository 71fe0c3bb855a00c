import { AbortedError } from './aborted-error.ts';
import type { BackOff } from './back-off.ts';
import { BrandgateError } from './brandgate-error.ts';
import type { KeyKeeper } from './key-keeper.ts';
import type { KeyedCalls } from './keyed-calls.ts';
import type { Platform } from './platform.ts';
import type { CallLimits } from './request-options.ts';
import type { Transport } from './transport.ts';
import { untilAborted } from './within-time.ts';

/**
 * What became of a push token: the gateway sends to it; a newer sign-in of another user on this device keeps it
 * (JFW-TOK-05); nobody is signed in, so the next sign-in brings it.
 */
export type PushRegistration = 'registered' | 'keptByAnother' | 'withNextSignIn';

/** What a push message was, and what came of it. */
export interface HandledPush {
  /** `notOurs`: not from the gateway. `farewell`: it says that the session has ended. `message`: any other. */
  readonly kind: 'notOurs' | 'message' | 'farewell';
  /** Whether the gateway took the receipt. */
  readonly isConfirmed: boolean;
  /** Of a farewell: whether nobody is signed in here any more. */
  readonly isSignedOut: boolean;
}

const DELIVERY_ID = /^[\w-]{1,64}$/;
const FAREWELL = 'session.revoked';
/** The system gives an app that it wakes for a push no more than half a minute. */
const TRIES = 3;

/** What the app and the gateway have to say to each other about push messages. */
export class PushChannel {
  constructor(
    private readonly transport: Transport,
    private readonly calls: KeyedCalls,
    private readonly keeper: KeyKeeper,
    private readonly platform: Platform,
    private readonly backOff: BackOff,
  ) {}

  /** For the device that the headers name (JFW-TOK-10). */
  async register(newToken: string, limits: CallLimits): Promise<PushRegistration> {
    const pair = await this.calls.freshPair(limits);
    if (pair === null) return 'withNextSignIn';
    const call = { ...limits, method: 'POST', path: 'devices/refresh-token', body: { newToken } } as const;
    const { data } = await this.calls.sendAs(pair, call);
    return data === true ? 'registered' : 'keptByAnother';
  }

  /** @param data of the message, from whomever */
  async handle(data: unknown, limits: CallLimits): Promise<HandledPush> {
    const { brandgateDelivery: id, brandgateEvent: event } = (data ?? {}) as Partial<Record<string, unknown>>;
    if (typeof id !== 'string' || !DELIVERY_ID.test(id)) {
      return { kind: 'notOurs', isConfirmed: false, isSignedOut: false };
    }
    const isFarewell = event === FAREWELL;
    const confirming = this.confirm(id, limits);
    const asking = isFarewell ? this.hasEnded(limits) : Promise.resolve(false);
    // Neither waits for the other, and none is left over: after this the system may stop the app.
    await Promise.all([confirming, asking].map((work) => work.catch(() => false)));
    const [isConfirmed, isSignedOut] = [await confirming, await asking];
    return { kind: isFarewell ? 'farewell' : 'message', isConfirmed, isSignedOut };
  }

  /** Nobody has to be signed in for it: the message has come all the same. */
  private async confirm(deliveryId: string, limits: CallLimits): Promise<boolean> {
    const call = { ...limits, method: 'POST', path: 'push-receipts', body: { deliveryId } } as const;
    try {
      return (await this.repeat(() => this.transport.send(call, null), limits)).data === true;
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      return false;
    }
  }

  /**
   * Asks the gateway whether the session lives: a push may go astray, and anybody may have made it up. That it refuses
   * the device passes elsewhere; a farewell beside it means that the device was taken from the user (JFW-DEV-08). The
   * version of the app stays out of it: of a refused one the gateway would say nothing else.
   */
  private async hasEnded(limits: CallLimits): Promise<boolean> {
    const pair = await this.keeper.load();
    if (pair === null) return true;
    const call = { ...limits, method: 'GET', path: 'users/me', isVersionless: true } as const;
    try {
      await this.repeat(() => this.calls.sendAs(pair, call), limits);
    } catch (error) {
      const isRejected = error instanceof BrandgateError && error.is('DeviceRejected');
      if (isRejected) await this.keeper.endSession(pair, 'DeviceRejected');
      else if (this.keeper.held?.isOfSession(pair) === true) throw error;
    }
    return this.keeper.held === null;
  }

  private async repeat<T>(work: () => Promise<T>, { signal }: CallLimits): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const delay = tries === TRIES ? null : this.backOff.delayAfter(tries, error);
        if (delay === null) throw error;
        await untilAborted(this.platform.wait(delay), signal);
      }
    }
  }
}
