import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { RepeatedHeader } from '../arrival';
import type { Step } from '../gate';
import type { Passage } from '../passage';

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
      throw new BrandgateError('request.header-conflict');
    }
    if (arrival.repeated.length === 0) return;
    for (const kind of ORDER) {
      if (!arrival.repeated.includes(kind)) continue;
      // A sign-in never fails for a device header, and without a caller none is read (JFW-AUTH-10, -12).
      if (kind === 'device-code' && (requirement.isSignIn || requirement.level !== 'user')) continue;
      if (kind === 'auth-key' && requirement.level !== 'user') continue;
      throw new BrandgateError(REFUSAL[kind]);
    }
  },
};
