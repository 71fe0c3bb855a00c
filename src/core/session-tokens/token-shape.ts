import { parseStrictJson } from '../../kernel/json/strict-json';

/** Why a text is no token that can be verified, in the order in which it is looked for. */
export type ShapeFault = 'segments' | 'malformed' | 'encoding' | 'signature';

/** What a token says, before anybody vouches for it. */
export interface UnverifiedToken {
  readonly kid: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Longer texts are not looked at (SEC-SES-08). */
const MAX_LENGTH = 8_192;
const SEGMENT = /^[A-Za-z0-9_-]+$/;

/** The parts of a compact JWT of ours, by the order of §6 of the DreamFactory contract. */
export function readToken(text: string): UnverifiedToken | ShapeFault {
  const segments = text.split('.', 4);
  if (segments.length !== 3) return 'segments';
  if (segments.some((segment) => segment === '' || segment.includes('='))) return 'malformed';
  const [header, claims] = segments.slice(0, 2).map(objectIn);
  if (!header || !claims) return 'encoding';
  if (text.length > MAX_LENGTH || header === 'ambiguous' || claims === 'ambiguous') return 'signature';
  const { kid } = header;
  return isOurHeader(header) && typeof kid === 'string' ? { kid, claims } : 'signature';
}

type Json = Readonly<Record<string, unknown>>;

/** Null for what is no JSON object; a repeated name could be read in two ways and is never signed by us. */
function objectIn(segment: string): Json | 'ambiguous' | null {
  if (!SEGMENT.test(segment)) return null;
  const bytes = Buffer.from(segment, 'base64url');
  const loose = parsed(() => JSON.parse(bytes.toString('utf8')) as unknown);
  if (typeof loose !== 'object' || loose === null || Array.isArray(loose)) return null;
  const strict = parsed(() => parseStrictJson(bytes));
  return strict === undefined ? 'ambiguous' : (strict as Json);
}

function parsed(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Exactly the three members that we write: no other algorithm, no key or extension that comes along. */
function isOurHeader(header: Json): boolean {
  return header['typ'] === 'JWT' && header['alg'] === 'ES256' && Object.keys(header).length === 3;
}
