import { closedObject, FLAG, ID, INSTANT, objectSchema, oneOf, orNull, TEXT } from '../../wire/schema';
import type { domainView } from '../views/domain.view';

export const DomainSchema = objectSchema<ReturnType<typeof domainView>>('Domain', {
  id: ID,
  domain: TEXT,
  isPrimary: FLAG,
  verified: FLAG,
  verifiedDate: orNull(INSTANT),
  createdDate: INSTANT,
  verification: {
    ...orNull(closedObject({ type: oneOf(['TXT']), name: TEXT, value: TEXT })),
    description: 'What the DNS has to show until the domain is verified; null afterwards.',
  },
});
