import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { RepeatedHeader } from '../arrival';
import type { Step } from '../gate';
import type { Passage } from '../passage';
import type { Requirement } from '../requirement';

const REFUSAL = {
  brand: 'brand.url-invalid',
  'auth-key': 'auth-key.invalid',
  'device-code': 'device.code-invalid',
  other: 'request.header-conflict',
} as const;

// The brand decides for whom anything else is checked, so it is told first.
const ORDER: readonly RepeatedHeader[] = ['brand', 'other', 'auth-key', 'device-code'];

/** A repeated or contradictory identity header is refused, never settled by picking one (JFW-HDR-02, -03, SEC-IN-06). */
export const CHECK_HEADERS: Step = {
  name: 'check-headers',
  run({ arrival, requirement }: Passage): void {
    const readsKey = requirement.level === 'user' || requirement.level === 'optional';
    if (arrival.isBrandContradictory || (readsKey && arrival.isKeyContradictory)) {
      const facts = { headers: arrival.isBrandContradictory ? 'brand' : 'auth-key' };
      throw new BrandgateError('request.header-conflict', { reason: 'headers-contradict', facts });
    }
    if (arrival.repeated.length === 0) return;
    const fault = ORDER.find((kind) => arrival.repeated.includes(kind) && matters(kind, requirement));
    if (fault === undefined) return;
    const facts = { headers: [...new Set(arrival.repeated)].join(', ') };
    throw new BrandgateError(REFUSAL[fault], { reason: 'headers-repeated', facts });
  },
};

/** A sign-in never fails for a device header, and where no caller is demanded no key is read (JFW-AUTH-10, -12). */
function matters(kind: RepeatedHeader, { level, isSignIn }: Requirement): boolean {
  if (kind === 'device-code') return level === 'user' && isSignIn !== true;
  return kind !== 'auth-key' || level === 'user';
}
