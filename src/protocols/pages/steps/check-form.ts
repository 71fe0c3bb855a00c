import { Injectable } from '@nestjs/common';
import { GatewayConfig } from '../../../config/gateway-config';
import type { Step } from '../../../gate/gate';
import type { Passage } from '../../../gate/passage';
import { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { areSameText } from '../../../kernel/secrets/same-text';
import { sessionFormToken, TOKEN_MEMBER } from '../form-token';
import { pageOf } from '../page-request';

/** A form counts only when one of this brand's own pages showed it to this browser (SEC-WEB-02, ADR 12). */
@Injectable()
export class CheckForm implements Step {
  readonly name = 'check-form';

  constructor(private readonly config: GatewayConfig) {}

  run(passage: Passage): void {
    const { isWrite, form } = pageOf(passage);
    if (!isWrite) return;
    if (!this.isOwnOrigin(passage)) throw new BrandgateError('access.denied', { reason: 'form-foreign' });
    const { arrival, requirement } = passage;
    // Nobody is signed in any more: that is told by the next step, which leads to the sign-in.
    if (requirement.level === 'user' && arrival.authKey.header === undefined) return;
    const expected = expectedOf(passage);
    const given = Object.hasOwn(form, TOKEN_MEMBER) ? form[TOKEN_MEMBER] : undefined;
    if (expected !== undefined && given !== undefined && areSameText(expected, given)) return;
    throw new BrandgateError('access.denied', { reason: 'form-token' });
  }

  /** Browsers hide the origin of our forms, since our pages send no referrers: `null` says nothing. */
  private isOwnOrigin({ arrival: { brand: named }, brandOrThrow }: Passage): boolean {
    const { origin, host } = named;
    if (origin === undefined || origin === 'null') return true;
    if (origin === brandOrThrow.settings.pagesOrigin || origin === this.config.publicUrl) return true;
    // What the browser itself says of the address it sent the form to.
    return host !== undefined && URL.parse(origin)?.host === host.toLowerCase();
  }
}

function expectedOf(passage: Passage): string | undefined {
  const { header: key } = passage.arrival.authKey;
  if (passage.requirement.level !== 'user') return pageOf(passage).formCookie;
  return key === undefined ? undefined : sessionFormToken(key);
}
