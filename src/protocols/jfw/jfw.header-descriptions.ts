import type { Requirement } from '../../gate/requirement';
import { type JsonSchema, oneOf, TEXT, WHOLE_NUMBER } from '../wire/schema';

export interface HeaderDescription {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly required?: true;
}

const COUNT = { ...WHOLE_NUMBER, minimum: 0 };
const LIMIT = { description: 'Requests that the bucket nearest to its limit allows.', schema: COUNT };
const REMAINING = { description: 'How many of them are left.', schema: COUNT };
const RESET = { description: 'Seconds until all of them are there again.', schema: COUNT };

/** Headers of answers (jfw.md §4.1). */
export const ANSWER_HEADERS = {
  'X-Correlation-ID': {
    description: 'Echoed when 1 to 64 characters of `A-Za-z0-9._-` were sent, else made up.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    required: true,
  },
  'X-Device-Status': {
    description: 'What became of the device headers.',
    schema: oneOf(['registered', 'updated', 'unchanged', 'token-ignored', 'ignored', 'rejected', 'failed']),
  },
  'X-Refresh-Outcome': {
    description: 'Whether the pair is new or that of before.',
    schema: oneOf(['rotated', 'replayed']),
  },
  'RateLimit-Limit': LIMIT,
  'RateLimit-Remaining': REMAINING,
  'RateLimit-Reset': RESET,
  'X-RateLimit-Limit': LIMIT,
  'X-RateLimit-Remaining': REMAINING,
  'X-RateLimit-Reset': RESET,
  'Retry-After': { description: 'Seconds to wait.', schema: { ...WHOLE_NUMBER, minimum: 1 } },
  'WWW-Authenticate': { description: 'On every 401.', schema: { type: 'string', const: 'AuthKey' }, required: true },
  Allow: { description: 'Methods of the path.', schema: TEXT, required: true },
} as const satisfies Readonly<Record<string, HeaderDescription>>;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

const OF_ALL: readonly AnswerHeader[] = [
  'X-Correlation-ID',
  'X-Device-Status',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
];

const OF_STATUS: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

export function answerHeadersOf(status: number): readonly AnswerHeader[] {
  return [...OF_ALL, ...(OF_STATUS[status] ?? [])];
}

/** Headers of requests that register the caller's device. */
const DEVICE: Readonly<Record<string, string>> = {
  'X-Device-Code': 'Identifies and registers the device; 1 to 200 printable ASCII characters.',
  'X-Device-Token': 'Firebase push token.',
  'X-Device-Name': 'Name or model; UTF-8 or percent-encoded.',
  'X-App-Version-Number': 'Version of the app.',
  'X-Os-Device': 'iOS, Android or other.',
};

/** Headers that a route reads beside those of its security (jfw.md §4.1), by name. */
export function requestHeadersOf({ level, isSignIn, device, registersDevice }: Requirement) {
  const registers = registersDevice !== false && (level !== 'brand' || isSignIn === true);
  return {
    ...(device === 'required' ? { 'Device-Code': "The caller's device; `X-Device-Code` will do as well." } : {}),
    ...(registers ? DEVICE : {}),
    'X-Correlation-ID': 'Comes back with the answer and stands in the logs.',
  };
}
