import { Injectable } from '@nestjs/common';
import { SessionTokenReader } from '../../../core/session-tokens/session-token-reader';
import type { Step } from '../../../gate/gate';
import { GeneralLimit } from '../../../gate/limits/general-limit';
import type { Passage } from '../../../gate/passage';
import { SessionUse } from '../../../gate/session-use';
import { arrivalOf } from '../dreamfactory-arrival';
import { tokenRefusal } from '../token-refusal';

/** Whose session the token is of, where it is looked at (row 5 of section 7). */
@Injectable()
export class ResolveToken implements Step {
  readonly name = 'resolve-token';

  constructor(
    private readonly reader: SessionTokenReader,
    private readonly limit: GeneralLimit,
    private readonly use: SessionUse,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { token, isTokenRead } = arrivalOf(passage);
    if (token === undefined || !isTokenRead) {
      this.limit.countAddress(passage);
      return;
    }
    return this.resolve(passage, token);
  }

  finding(passage: Passage): string {
    const { session } = passage;
    if (session !== null) return `session ${session.sessionUid} of user ${session.user.uid}`;
    return arrivalOf(passage).token === undefined ? 'no token was sent' : 'a token was sent and not looked at';
  }

  private async resolve(passage: Passage, token: string): Promise<void> {
    const verdict = await this.reader.verify(passage.brandOrThrow, token, passage.at);
    if ('fault' in verdict) {
      this.limit.countAddress(passage);
      throw tokenRefusal(verdict);
    }
    passage.session = verdict.snapshot;
    passage.keyDigest = verdict.digest;
    this.limit.countSession(passage, verdict.snapshot);
    await this.use.note(verdict.snapshot, passage.at);
  }
}
