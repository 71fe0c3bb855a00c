import { Injectable } from '@nestjs/common';
import { AuditBuffer } from '../../core/audit/audit-buffer';
import { type KeyVerdict, SessionReader } from '../../core/auth-keys/session-reader';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Step } from '../gate';
import { GeneralLimit } from '../limits/general-limit';
import type { Passage } from '../passage';
import { SessionUse } from '../session-use';

/** Whose Auth Key this is; with it the request's own counter, and the mark of its first use. */
@Injectable()
export class ResolveAuthKey implements Step {
  readonly name = 'resolve-auth-key';

  constructor(
    private readonly reader: SessionReader,
    private readonly limit: GeneralLimit,
    private readonly use: SessionUse,
    private readonly audit: AuditBuffer,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { level } = passage.requirement;
    const text = level === 'user' || level === 'optional' ? keyOf(passage) : undefined;
    const rival = text === undefined ? undefined : rivalOf(passage, text);
    if (text !== undefined && rival !== undefined) return this.resolveBoth(passage, text, rival);
    if (text === undefined) {
      this.limit.countAddress(passage);
      if (level === 'user') throw new BrandgateError('auth-key.required');
      return;
    }
    const warm = this.reader.verifyWarm(passage.brandOrThrow.id, text, passage.at);
    return warm ? this.settle(passage, warm) : this.resolveCold(passage, text);
  }

  private async resolveCold(passage: Passage, text: string): Promise<void> {
    const verdict = await this.reader.verifyCold(passage.brandOrThrow.id, text, passage.at);
    // Only what turns out to be nobody's counts for the address: its other users' sessions have counters of their own.
    if (!('digest' in verdict)) this.limit.countAddress(passage);
    await this.settle(passage, verdict);
  }

  /** Header and body may carry two keys of one user, but not of two (JFW-CAL-08). */
  private async resolveBoth(passage: Passage, text: string, rival: string): Promise<void> {
    await this.resolveCold(passage, text);
    const verdict = await this.reader.verifyCold(passage.brandOrThrow.id, rival, passage.at);
    const rivalId = 'digest' in verdict ? verdict.snapshot.user.id : null;
    if (rivalId === (passage.session?.user.id ?? null)) return;
    throw new BrandgateError('request.credential-conflict', { reason: 'keys-of-two-users' });
  }

  private settle(passage: Passage, verdict: KeyVerdict): void | Promise<void> {
    if ('digest' in verdict) {
      passage.session = verdict.snapshot;
      passage.keyDigest = verdict.digest;
      this.limit.countSession(passage, verdict.snapshot);
      return this.use.note(verdict.snapshot, passage.at);
    }
    if (verdict.foreignTo !== undefined) {
      this.audit.add({ ...passage.auditOrigin, brandId: verdict.foreignTo }, { event: 'brand.crossed' });
    }
    const { requirement } = passage;
    if (requirement.acceptsExpiredKey && verdict.expired) passage.session = verdict.expired;
    // On a K? endpoint a key that is not valid counts as absent (JFW-AUTH-12).
    else if (requirement.level === 'user') throw new BrandgateError(verdict.refusal, verdict.because);
    else passage.keyRefusal = verdict.because;
  }
}

/** The header's key; the body's only under the brand's setting, and where it is not what the request is about (JFW-CAL-08). */
function keyOf({ arrival, requirement, brandOrThrow }: Passage): string | undefined {
  // Where a caller is only optional, a repeated key counts as absent: none of the two is picked (JFW-HDR-03).
  if (arrival.repeated.includes('auth-key')) return undefined;
  const { header, body } = arrival.authKey;
  if (header !== undefined || !brandOrThrow.settings.legacyBodyCredentials) return header;
  const isTarget = requirement.level === 'optional' && requirement.bodyKeyIsTarget === true;
  return isTarget ? undefined : body;
}

/** Another key beside the caller's that also claims to be theirs. */
function rivalOf({ arrival, requirement, brandOrThrow }: Passage, text: string): string | undefined {
  const { body } = arrival.authKey;
  const isRead = brandOrThrow.settings.legacyBodyCredentials && requirement.bodyKeyIsTarget !== true;
  return isRead && body !== text ? body : undefined;
}
