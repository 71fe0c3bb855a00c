import { ID, INSTANT, objectSchema, orNull, TEXT } from '../../wire/schema';
import type { authResponseView } from '../views/auth-response.view';

export const AuthResponseSchema = objectSchema<ReturnType<typeof authResponseView>>('AuthResponse', {
  id: ID,
  username: orNull(TEXT),
  emailAddress: orNull(TEXT),
  phoneNumber: orNull(TEXT),
  authKey: { type: 'string', pattern: '^bgk_[A-Za-z0-9_-]{49}$' },
  refreshAuthKey: { type: 'string', pattern: '^bgr_[A-Za-z0-9_-]{49}$' },
  expiresIn: INSTANT,
});
