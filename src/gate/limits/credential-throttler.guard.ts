import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { Request } from 'express';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { passageOf } from '../passage-of-request';

/**
 * Counts the tries on routes that take credentials (JFW-LIM-03). It stands where the contract wants it, after the brand
 * is known and before the caller is: the gate pauses there for these routes and goes on afterwards.
 */
@Injectable()
export class CredentialThrottlerGuard extends ThrottlerGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const { gate, passage } = passageOf(context.switchToHttp().getRequest<Request>());
    passage.areTriesCounted = true;
    await gate.advance(passage);
    return true;
  }

  // Names, values and the choice of the bucket are the contract's (JFW-LIM-02), so the guard sets no header itself.
  protected override async handleRequest(props: Parameters<ThrottlerGuard['handleRequest']>[0]): Promise<boolean> {
    const { context, limit, ttl, throttler, blockDuration, getTracker, generateKey } = props;
    const request = context.switchToHttp().getRequest<Request>();
    const name = throttler.name ?? 'default';
    const key = generateKey(context, await getTracker(request, context), name);
    const record = await this.storageService.increment(key, ttl, limit, blockDuration, name);
    const { passage } = passageOf(request);
    passage.noteRate({
      limit,
      remaining: Math.max(0, limit - record.totalHits),
      resetSeconds: record.timeToExpire,
      isExceeded: record.isBlocked,
    });
    if (record.isBlocked) {
      const facts = { bucket: name, limit, seconds: ttl / 1_000 };
      const retryAfter = Math.max(1, record.timeToBlockExpire);
      throw new BrandgateError('rate.exceeded', { retryAfter, reason: 'bucket-full', facts });
    }
    return true;
  }
}
