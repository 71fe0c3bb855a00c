import { Injectable } from '@nestjs/common';
import { SessionReader } from '../core/auth-keys/session-reader';
import type { SessionSnapshot } from '../core/auth-keys/session-snapshot';
import { Presence } from '../core/devices/presence';

/** `last_used_at` moves on once in this time (JFW-KEY-12). */
const LAST_USED_STEP_MS = 60_000;

/** Marks that the secret of a session was used. */
@Injectable()
export class SessionUse {
  constructor(
    private readonly reader: SessionReader,
    private readonly presence: Presence,
  ) {}

  note(snapshot: SessionSnapshot, now: number): void | Promise<void> {
    if (!snapshot.isFirstUseWritten) return this.reader.noteFirstUse(snapshot, now);
    if (now - snapshot.lastUsedAt < LAST_USED_STEP_MS) return;
    snapshot.lastUsedAt = now;
    this.presence.touchKey(snapshot.brandId, snapshot.keyId, now);
  }
}
