import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A service account as Google's console hands it out, with a key that nothing else knows. */
export interface AccountFile {
  readonly type: 'service_account';
  readonly project_id: string;
  readonly private_key_id: string;
  readonly private_key: string;
  readonly client_email: string;
  readonly client_id: string;
  readonly token_uri: string;
}

let count = 0;

/** @param bits of the RSA key */
export function serviceAccount(project = 'acme-push', bits = 2_048): AccountFile {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  count += 1;
  return {
    type: 'service_account',
    project_id: project,
    private_key_id: `c0ffee${String(count).padStart(34, '0')}`,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: `push-${count}@${project}.iam.gserviceaccount.com`,
    client_id: '100000000000000000001',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}

export function publicKeyOf({ private_key: pem }: AccountFile): KeyObject {
  return createPublicKey(pem);
}
