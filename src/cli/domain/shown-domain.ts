import type { BrandDomain } from '../../core/brands/brand-snapshot';
import type { Acting } from '../shell/acting';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';
import { instantText } from '../shell/instant-text';

/** A domain as the command line shows it. */
export function shownDomain({ uid, domain, isPrimary, verifiedAt, createdAt }: BrandDomain) {
  return {
    id: uid,
    ...{ domain, isPrimary },
    verifiedAt: verifiedAt === null ? null : instantText(verifiedAt),
    createdAt: instantText(createdAt),
  };
}

/** @param name the domain itself, or its id @throws CommandError for one that the brand does not have */
export function findDomain({ brand }: Acting, name: string): BrandDomain {
  const found = brand.domains.find(({ uid, domain }) => uid === name || domain === name.toLowerCase());
  if (found) return found;
  const message = `The brand ${brand.code} has no domain ${name}.`;
  throw new CommandError(
    EXIT.notFound,
    'domain.not-found',
    message,
    `See: brandgate domain list --brand ${brand.code}`,
  );
}
