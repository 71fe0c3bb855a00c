import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { readServiceAccount } from './service-account-json';

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = (modulusLength: number) => pemOf(generateKeyPairSync('rsa', { modulusLength }).privateKey);

const FILE = {
  type: 'service_account',
  project_id: 'acme-push',
  private_key_id: '0123456789abcdef0123456789abcdef01234567',
  private_key: rsa(2_048),
  client_email: 'push@acme-push.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
};

function faultOf(given: unknown): { field: string | undefined; message: string } {
  try {
    readServiceAccount(given);
  } catch (error) {
    if (error instanceof BrandgateError)
      return { field: error.fields[0]?.field, message: JSON.stringify(error.fields) };
    throw error;
  }
  return { field: 'none', message: '' };
}

describe('service account JSON', () => {
  it('is read as Google hands it out', () => {
    expect(readServiceAccount(FILE)).toEqual({
      ...{ projectId: 'acme-push', privateKeyId: FILE.private_key_id },
      ...{ clientEmail: FILE.client_email, privateKey: FILE.private_key },
    });
  });

  it.each<[string, unknown, string]>([
    ['no object', 'text', 'firebaseCredential'],
    ['a list', [FILE], 'firebaseCredential'],
    ['another type', { ...FILE, type: 'authorized_user' }, 'firebaseCredential.type'],
    ['another token endpoint', { ...FILE, token_uri: 'https://evil.example/token' }, 'firebaseCredential.token_uri'],
    ['a project with a path in it', { ...FILE, project_id: 'acme/../other' }, 'firebaseCredential.project_id'],
    ['an address of somewhere else', { ...FILE, client_email: 'push@evil.example' }, 'firebaseCredential.client_email'],
    ['no key id', { ...FILE, private_key_id: undefined }, 'firebaseCredential.private_key_id'],
    ['no PEM', { ...FILE, private_key: 'canary' }, 'firebaseCredential.private_key'],
    ['a short key', { ...FILE, private_key: rsa(1_024) }, 'firebaseCredential.private_key'],
    [
      'a key that is none',
      { ...FILE, private_key: FILE.private_key.replaceAll('A', 'B') },
      'firebaseCredential.private_key',
    ],
    [
      'a key of another kind',
      { ...FILE, private_key: pemOf(generateKeyPairSync('ed25519').privateKey).replace('\n', `\n${'x'.repeat(200)}`) },
      'firebaseCredential.private_key',
    ],
  ])('SEC-KEY-04: %s is refused, naming the member and no text of it', (_, given, field) => {
    const fault = faultOf(given);
    expect(fault.field).toBe(field);
    expect(fault.message).not.toMatch(/canary|evil|MII/);
  });
});
