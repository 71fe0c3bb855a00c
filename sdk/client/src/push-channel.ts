import type { KeyedCalls } from './keyed-calls.ts';
import type { CallLimits } from './request-options.ts';

/**
 * What became of a push token: the gateway sends to it; a newer sign-in of another user on this device keeps it
 * (JFW-TOK-05); nobody is signed in, so the next sign-in brings it.
 */
export type PushRegistration = 'registered' | 'keptByAnother' | 'withNextSignIn';

/** What the app and the gateway have to say to each other about push messages. */
export class PushChannel {
  constructor(private readonly calls: KeyedCalls) {}

  /** For the device that the headers name (JFW-TOK-10). */
  async register(newToken: string, limits: CallLimits): Promise<PushRegistration> {
    const pair = await this.calls.freshPair(limits);
    if (pair === null) return 'withNextSignIn';
    const call = { ...limits, method: 'POST', path: 'devices/refresh-token', body: { newToken } } as const;
    const { data } = await this.calls.sendAs(pair, call);
    return data === true ? 'registered' : 'keptByAnother';
  }
}
