/** Whom session tokens are for (DF-TOK-02). */
export const TOKEN_AUDIENCE = 'dreamfactory';

/** What a session token says; instants in seconds. */
export interface TokenClaims {
  readonly iss: string;
  readonly aud: typeof TOKEN_AUDIENCE;
  /** Public id of the user. */
  readonly sub: string;
  /** The user's number within the brand. */
  readonly user_id: number;
  /** Public id of the session. */
  readonly sid: string;
  /** Public id of the brand. */
  readonly brand: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly auth_time: number;
}

/** The claims that are judged; null when one of them is not as we write it. */
export function judgedClaims(claims: Readonly<Record<string, unknown>>) {
  const { iss, aud, brand, exp, iat } = claims;
  if (typeof iss !== 'string' || typeof brand !== 'string' || aud !== TOKEN_AUDIENCE) return null;
  if (!Number.isSafeInteger(exp) || !Number.isSafeInteger(iat)) return null;
  return { iss, brand, exp: exp as number };
}
