import { Injectable } from '@nestjs/common';
import type { UserEntity } from '../../../core/users/user.entity';
import { ChangePasswordFlow } from '../../../flows/change-password/change-password.flow';
import { OpenTokenSessionFlow } from '../../../flows/open-token-session/open-token-session.flow';
import { AddressTries } from '../../../gate/limits/address-tries';
import type { Passage } from '../../../gate/passage';
import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { EventLog } from '../../../ports/event-log.port';
import { errorOf } from '../../wire/error-of';
import { AccountKinds } from './account-kinds';
import { KnownQuestion } from './known-question';
import type { PasswordRequest } from './password-request';
import { refuse, resetFailed } from './password.texts';
import { ResetRedemption } from './reset-redemption';
import { type QuestionAnswer, ResetRequest } from './reset-request';

/** What a changed password is answered with. */
export interface ChangedAnswer {
  readonly success: true;
  readonly session_token?: string;
}

export type PasswordAnswer = ChangedAnswer | QuestionAnswer;

/** Which way to a new password a request takes, in the order of section 9 (DF-PWD-01). */
@Injectable()
export class PasswordBranches {
  constructor(
    private readonly changePassword: ChangePasswordFlow,
    private readonly request: ResetRequest,
    private readonly redemption: ResetRedemption,
    private readonly known: KnownQuestion,
    private readonly kinds: AccountKinds,
    private readonly openSession: OpenTokenSessionFlow,
    private readonly tries: AddressTries,
    private readonly log: EventLog,
  ) {}

  async run(via: Passage, request: PasswordRequest, signal: AbortSignal): Promise<PasswordAnswer> {
    try {
      return await this.choose(via, request, signal);
    } catch (thrown) {
      throw errorOf(thrown).code === 'server.internal' ? resetFailed(thrown) : thrown;
    }
  }

  private async choose(via: Passage, request: PasswordRequest, signal: AbortSignal): Promise<PasswordAnswer> {
    // The gate looked at a token only where there is an old password as well.
    if (via.session !== null && request.oldPassword !== null) return this.change(via, request, signal);
    await this.tries.count(via, 'recovery');
    const { isReset, code, answer, identifier } = request;
    const { securityQuestion } = via.brandOrThrow.settings.dreamfactory;
    if (isReset) return (await this.request.run(via.brandOrThrow, request, via.at)) ?? DONE;
    if (code !== null) return this.answer(via, request, await this.redemption.byCode(via, request, signal));
    if (answer !== null && securityQuestion !== 'off') {
      return this.answer(via, request, await this.redemption.byAnswer(via, request, signal));
    }
    const isAsked = identifier !== null && securityQuestion === 'alone';
    const question = isAsked ? await this.known.alone(via.brandOrThrow, request) : null;
    if (question !== null) return { security_question: question };
    throw refuse('nothing');
  }

  private async change(via: Passage, request: PasswordRequest, signal: AbortSignal): Promise<PasswordAnswer> {
    const { oldPassword, newPassword, kind } = request;
    if (newPassword === null) throw refuse('bothNeeded');
    const { brandOrThrow: brand, actor, at, sessionOrThrow } = via;
    await this.kinds.require(sessionOrThrow.user, kind);
    try {
      const user = await this.changePassword.run(actor, brand, {
        ...{ userId: sessionOrThrow.user.id, oldPassword: oldPassword ?? '', newPassword, sessionId: null },
        ...{ field: 'password', minLength: brand.settings.dreamfactory.passwordMinLength, at, signal },
      });
      return await this.answer(via, request, user);
    } catch (error) {
      const isWrong = error instanceof BrandgateError && error.code === 'access.denied';
      throw isWrong ? refuse('wrongPassword', error) : error;
    }
  }

  /** The password is changed by now, whatever becomes of the session that was asked for (DF-PWD-04). */
  private async answer(via: Passage, request: PasswordRequest, user: UserEntity): Promise<ChangedAnswer> {
    if (!request.opensSession) return DONE;
    const command = { user, appId: via.app?.id ?? null, at: via.at };
    const token = await this.openSession.run(via.actor, via.brandOrThrow, command).catch((error: unknown) => {
      this.log.error('session.unopened', error);
      return null;
    });
    return token === null ? DONE : { success: true, session_token: token };
  }
}

const DONE: ChangedAnswer = { success: true };
