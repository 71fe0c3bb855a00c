import type { SealedColumn } from '../../kernel/secrets/sealed-column';
import { SEALED_API_KEY } from '../apps/api-key';
import { SEALED_CHANNEL } from '../mail/mail-channels';
import { SEALED_PAYLOAD } from '../outbox/outbox';
import { SEALED_CREDENTIAL } from '../push/push-channels';
import { SEALED_HEADERS } from '../services/service-headers';
import { SEALED_SIGNING_KEY } from '../signing-keys/signing-keys';

/** Every column with sealed texts: what a rotation of the key ring re-seals (SEC-KEY-03). */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  SEALED_API_KEY,
  SEALED_HEADERS,
  SEALED_PAYLOAD,
  SEALED_CHANNEL,
  SEALED_CREDENTIAL,
  SEALED_SIGNING_KEY,
];
