/** What a client sent as its push token (JFW-HDR-06). `absent` never erases a stored token (JFW-TOK-02). */
export type PushToken =
  { readonly kind: 'absent' } | { readonly kind: 'invalid' } | { readonly kind: 'token'; readonly text: string };

const TOKEN = /^[ \t]*([A-Za-z0-9:_.=-]{1,4096})[ \t]*$/;
const BLANK = /^[ \t]*$/;
const PLACEHOLDER = /^[ \t]*(?:null|undefined|\(null\)|<null>|nil|none|nan|\[object object\])[ \t]*$/i;
const APNS_HEX = /^[0-9a-f]{64}$/i;
const INSTALLATION_ID = /^[cdef][A-Za-z0-9_-]{21}$/;

/** Reads a push token (JFW-HDR-06): 1-4096 characters; 64 hex digits are lower-cased; blanks and placeholders are `absent`. */
export function parsePushToken(raw: string): PushToken {
  if (BLANK.test(raw) || PLACEHOLDER.test(raw)) return { kind: 'absent' };
  const text = TOKEN.exec(raw)?.[1];
  if (text === undefined) return { kind: 'invalid' };
  return { kind: 'token', text: APNS_HEX.test(text) ? text.toLowerCase() : text };
}

export const PUSH_TOKEN_KINDS = ['fcm_token', 'fid'] as const;

export type PushTokenKind = (typeof PUSH_TOKEN_KINDS)[number];

/** Whether a token is a Firebase installation id or a registration token (JFW-TOK-09). */
export function pushTokenKind(text: string): PushTokenKind {
  return INSTALLATION_ID.test(text) ? 'fid' : 'fcm_token';
}

/** What a link holds of a token when it has none. */
export const NO_TOKEN = {
  pushToken: null,
  pushTokenHash: null,
  tokenKind: null,
  tokenStatus: null,
  tokenUpdatedAt: null,
  tokenRevivedAt: null,
  tokenMoves: 0,
  tokenMovesSince: null,
} as const;
