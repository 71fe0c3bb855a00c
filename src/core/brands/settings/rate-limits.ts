import type { Reading, SettingType } from '../../../kernel/settings/setting-type';
import { wholeNumber } from '../../../kernel/settings/setting-type';

/** Limit of one rate-limit bucket: `limit` requests in `seconds`. */
export interface RateLimit {
  readonly limit: number;
  readonly seconds: number;
}

/** Every bucket of JFW-LIM-03, also those of features to come. */
export const RATE_LIMIT_BUCKETS = [
  'general',
  'login',
  'loginIdentifier',
  'register',
  'refresh',
  'checkKey',
  'introspect',
  'recovery',
  'recoveryTarget',
  'otp',
  'pairing',
  'pushTest',
] as const;

/** Silent mails to one target, where the brand says nothing else (JFW-LIM-03). */
export const RECOVERY_TARGET: RateLimit = { limit: 3, seconds: 900 };

export type RateLimits = Readonly<Record<string, RateLimit>>;

const LIMIT = wholeNumber(1, 1_000_000);
const SECONDS = wholeNumber(1, 86_400);
const EXPECTED = 'an object {bucket: {limit, seconds}}';

/** Limits by bucket; a text that names no bucket is refused, because a slip would leave the default in force. */
export const RATE_LIMITS: SettingType<RateLimits> = {
  expected: EXPECTED,
  schema: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      required: ['limit', 'seconds'],
      properties: { limit: LIMIT.schema, seconds: { ...SECONDS.schema, description: 'Seconds.' } },
    },
  },
  read(value) {
    if (!isObject(value)) return { expected: EXPECTED };
    const limits: Record<string, RateLimit> = {};
    for (const [bucket, given] of Object.entries(value)) {
      if (!RATE_LIMIT_BUCKETS.some((name) => name === bucket)) {
        return { expected: `one of ${RATE_LIMIT_BUCKETS.join(', ')}`, at: bucket };
      }
      const reading = readLimit(given, bucket);
      if (!('value' in reading)) return reading;
      limits[bucket] = reading.value;
    }
    return { value: limits };
  },
};

function readLimit(value: unknown, bucket: string): Reading<RateLimit> {
  if (!isObject(value)) return { expected: 'an object {limit, seconds}', at: bucket };
  const limit = LIMIT.read(value['limit']);
  if (!('value' in limit)) return { ...limit, at: `${bucket}.limit` };
  const seconds = SECONDS.read(value['seconds']);
  if (!('value' in seconds)) return { ...seconds, at: `${bucket}.seconds` };
  return { value: { limit: limit.value, seconds: seconds.value } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
