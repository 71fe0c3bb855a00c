import type { SignInInput, PhoneSignInInput, SignOutOptions } from './inputs.ts';
import type { KeyKeeper } from './key-keeper.ts';
import { KeyPair } from './key-pair.ts';
import type { KeyedCalls } from './keyed-calls.ts';
import type { Platform } from './platform.ts';
import type { CallLimits } from './request-options.ts';
import type { Transport } from './transport.ts';
import { UnreadableAnswerError } from './unreadable-answer-error.ts';
import type { SignedInUser } from './views.ts';

/** The beginning and the end of a session. */
export class Authentication {
  constructor(
    private readonly transport: Transport,
    private readonly calls: KeyedCalls,
    private readonly keeper: KeyKeeper,
    private readonly platform: Platform,
  ) {}

  async signIn(path: string, body: SignInInput | PhoneSignInInput, limits: CallLimits): Promise<SignedInUser> {
    const { data } = await this.transport.send({ ...limits, method: 'POST', path, body }, null);
    await this.keeper.begin((notBefore) => {
      const pair = KeyPair.ofSignIn(data, Math.max(this.platform.now(), notBefore));
      if (pair === null) throw new UnreadableAnswerError(200);
      return pair;
    });
    // The keys stay here: a copy elsewhere would be used up with the next refresh.
    const { id, username, emailAddress, phoneNumber } = data as SignedInUser;
    return { id, username, emailAddress, phoneNumber };
  }

  /** An Auth Key that has run out is good for this as well (JFW-SES-02). */
  async signOut({ allDevices, unregisterDevice, ...limits }: SignOutOptions): Promise<void> {
    const pair = await this.keeper.load();
    if (pair === null) return;
    const body = { allDevices, unregisterDevice };
    try {
      await this.calls.sendAs(pair, { ...limits, method: 'POST', path: 'users/auth/logout', body });
    } catch (error) {
      // On the way it turned out that the session had ended already: what was wanted is so.
      if (this.keeper.held?.isOfSession(pair) !== true) return;
      throw error;
    }
    await this.keeper.endSession(pair, 'SignOut');
  }
}
