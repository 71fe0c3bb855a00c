import { randomBytes } from 'node:crypto';

/** A secret that occurs nowhere else. @param prefix makes it fit where it is sent */
export function newCanary(prefix = ''): string {
  return `${prefix}canary-${randomBytes(9).toString('hex')}`;
}

/** The forms in which a text might have been written down (SEC-LOG-02). */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Inside(bytes, offset)),
  ];
}

/** What stays the same of its base64 whatever stands before and behind it. */
function base64Inside(bytes: Buffer, offset: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const inside = whole.slice(offset === 0 ? 0 : 4, -1);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
}
