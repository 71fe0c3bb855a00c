import type { BrandDomain } from '../../../core/brands/brand-snapshot';
import { verificationRecord } from '../../../core/brands/domain-verification';
import { instant, instantOrNull } from './instant';

/** JFW's Domain; `verification` is what its DNS has to show, as long as it has to (JFW-ADM-12). */
export function domainView({ uid, domain, isPrimary, verifiedAt, verificationToken, createdAt }: BrandDomain) {
  return {
    id: uid,
    domain,
    isPrimary,
    verified: verifiedAt !== null,
    verifiedDate: instantOrNull(verifiedAt),
    createdDate: instant(createdAt),
    verification: verificationToken === null ? null : verificationRecord(domain, verificationToken),
  };
}
