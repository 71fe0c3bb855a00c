import { Injectable } from '@nestjs/common';
import type { SessionSnapshot } from '../../../core/auth-keys/session-snapshot';
import type { Passage } from '../../../gate/passage';
import { ReadyJson } from '../jfw.envelope';
import { userView } from './user.view';

/**
 * The caller as a User. What a snapshot shows does not change, so its JSON is written once and goes with the snapshot;
 * only an automatic lock passes with time.
 */
@Injectable()
export class OwnUserView {
  private readonly written = new WeakMap<SessionSnapshot, ReadyJson>();

  viewOf({ sessionOrThrow: session, brandOrThrow, at }: Passage): ReadyJson {
    const known = this.written.get(session);
    if (known) return known;
    const json = new ReadyJson(JSON.stringify(userView(session.user, session.roles, brandOrThrow.uid, at)));
    if (session.user.lockedUntil === null) this.written.set(session, json);
    return json;
  }
}
