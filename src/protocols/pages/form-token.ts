import { createHmac } from 'node:crypto';

/** The member of every form that proves that one of our pages showed it. */
export const TOKEN_MEMBER = 'form_token';

const LABEL = 'brandgate pages form';

/** For the forms of somebody who is signed in: only who knows the key can make it, and it tells nothing of the key. */
export function sessionFormToken(authKey: string): string {
  return createHmac('sha256', authKey).update(LABEL).digest('base64url');
}
