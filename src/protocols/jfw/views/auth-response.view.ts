import type { KeyPair } from '../../../core/auth-keys/session-issuer';
import type { UserEntity } from '../../../core/users/user.entity';
import { instant } from './instant';

/** What a sign-in and a refresh answer (JFW-AUTH-01). */
export function authResponseView(user: UserEntity, pair: KeyPair) {
  return {
    id: user.uid,
    username: user.username,
    emailAddress: user.emailAddress,
    phoneNumber: user.phoneNumber,
    authKey: pair.authKey,
    refreshAuthKey: pair.refreshKey,
    expiresIn: instant(pair.expiresAt),
  };
}
