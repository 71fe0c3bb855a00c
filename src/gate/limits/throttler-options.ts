import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerModuleOptions, ThrottlerStorage } from '@nestjs/throttler';
import type { Request } from 'express';
import { addressBucket } from '../../kernel/net/client-address';
import { counterKey } from '../../kernel/secrets/part-text';
import { canonicalIdentifier, canonicalPhone } from '../../kernel/text/canonical-key';
import type { Passage } from '../passage';
import { passageOf } from '../passage-of-request';
import { BUCKETS, type BucketName, limitOf } from './buckets';

/** Which session a refresh key is of, so that its tries count together (JFW-LIM-03). */
export type FamilyOfRefreshKey = (text: unknown) => Promise<string | null>;

/** Counted once the session or the link is known, or silently by a flow (JFW-LIM-04). */
const ELSEWHERE: readonly BucketName[] = ['general', 'introspect', 'recoveryTarget', 'pushTest'];

/** The named throttlers of @nestjs/throttler, one a bucket; limits are the brand's own where it has any. */
export function throttlerOptions(storage: ThrottlerStorage, familyOf: FamilyOfRefreshKey): ThrottlerModuleOptions {
  const names = (Object.keys(BUCKETS) as BucketName[]).filter((name) => !ELSEWHERE.includes(name));
  return {
    storage,
    throttlers: names.map((name) => ({
      name,
      limit: (context: ExecutionContext) => rateOf(context, name).limit,
      ttl: (context: ExecutionContext) => rateOf(context, name).seconds * 1_000,
      skipIf: (context: ExecutionContext) => !applies(context, name),
      getTracker: (request: Record<string, unknown>) => trackerOf(request as unknown as Request, name, familyOf),
      generateKey: (_context: ExecutionContext, tracker: string) => tracker,
    })),
  };
}

function requestOf(context: ExecutionContext): Request {
  return context.switchToHttp().getRequest<Request>();
}

function rateOf(context: ExecutionContext, name: BucketName) {
  return limitOf(name, passageOf(requestOf(context)).passage.brandOrThrow.settings);
}

function applies(context: ExecutionContext, name: BucketName): boolean {
  const { passage } = passageOf(requestOf(context));
  if (passage.requirement.limits?.includes(name) !== true) return false;
  return name !== 'loginIdentifier' || identifierOf(requestOf(context)) !== null;
}

async function trackerOf(request: Request, name: BucketName, familyOf: FamilyOfRefreshKey): Promise<string> {
  const { passage } = passageOf(request);
  const brandId = passage.brandOrThrow.id;
  if (name === 'loginIdentifier') return counterKey(name, brandId, identifierOf(request) ?? '');
  const family = name === 'refresh' ? await familyOf(memberOf(request, 'refreshAuthKey')) : null;
  return family === null ? addressTracker(name, passage) : counterKey(name, brandId, family);
}

/** Whose tries count together where they count by address. */
export function addressTracker(name: BucketName, { brandOrThrow, arrival }: Passage): string {
  return counterKey(name, brandOrThrow.id, addressBucket(arrival.client.address));
}

function memberOf(request: Request, member: string): unknown {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null && Object.hasOwn(body, member)
    ? (body as Record<string, unknown>)[member]
    : undefined;
}

/**
 * The identifier a sign-in is about, folded; unknown ones count like known ones (JFW-LIM-05). Only members that the
 * route itself reads: any other would choose the bucket freely.
 */
function identifierOf(request: Request): string | null {
  const isPhone = passageOf(request).passage.requirement.identifiedBy === 'phone';
  const fold = isPhone ? canonicalPhone : canonicalIdentifier;
  for (const member of isPhone ? ['phoneNumber'] : ['username', 'emailAddress']) {
    const value = memberOf(request, member);
    if (typeof value === 'string' && value.trim() !== '') return fold(value) ?? value.slice(0, 254);
  }
  return null;
}
