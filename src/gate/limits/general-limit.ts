import { Injectable } from '@nestjs/common';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { LinkId } from '../../kernel/ids';
import { addressBucket } from '../../kernel/net/client-address';
import type { Passage } from '../passage';
import { type BucketName, limitOf } from './buckets';
import { WindowCounters } from './window-counters';

/** The bucket of everything: by session for who is signed in, else by brand and address; and those of a session or a link (JFW-LIM-03). */
@Injectable()
export class GeneralLimit {
  constructor(private readonly counters: WindowCounters) {}

  countSession(passage: Passage, session: SessionSnapshot): void {
    this.count(passage, 'general', session.rateKey);
    const { sessionLimit } = passage.requirement;
    if (sessionLimit !== undefined) this.count(passage, sessionLimit, `${sessionLimit}:${session.sessionUid}`);
  }

  countAddress(passage: Passage): void {
    this.count(passage, 'general', addressKey(passage));
  }

  /** A counter of one link of a user and a device, which a flow asks when it has found it. @throws BrandgateError rate.exceeded */
  countLink(passage: Passage, bucket: BucketName, linkId: LinkId): void {
    this.count(passage, bucket, `${bucket}:${linkId}`);
  }

  private count(passage: Passage, bucket: BucketName, key: string): void {
    const { limit, seconds } = limitOf(bucket, passage.brandOrThrow.settings);
    const state = this.counters.hit(key, limit, seconds * 1_000);
    passage.noteRate(state);
    if (!state.isExceeded) return;
    const facts = { bucket, limit, seconds };
    throw new BrandgateError('rate.exceeded', { retryAfter: state.resetSeconds, reason: 'bucket-full', facts });
  }
}

// An address holds neither a blank nor letters beyond hex, and the id is a number: no two tuples meet.
function addressKey({ brandOrThrow, arrival }: Passage): string {
  return `brand:${brandOrThrow.id} ${addressBucket(arrival.client.address)}`;
}
