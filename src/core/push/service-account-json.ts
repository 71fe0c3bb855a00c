import { createPrivateKey } from 'node:crypto';
import { invalidField } from '../../kernel/errors/brandgate-error';

/** What of a service account's JSON is used. */
export interface ServiceAccountFacts {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKeyId: string;
  readonly privateKey: string;
}

const FIELD = 'firebaseCredential';
const TOKEN_URI = 'https://oauth2.googleapis.com/token';
const PROJECT = /^[a-z][a-z0-9-]{4,127}$/;
const EMAIL = /^[a-z0-9._-]{1,100}@[a-z0-9.-]{1,150}\.iam\.gserviceaccount\.com$/;
const KEY_ID = /^[A-Za-z0-9]{8,64}$/;
const MIN_BITS = 2_048;

/**
 * The file that Google's console gives out for a service account.
 * @throws BrandgateError request.invalid that names the member at fault, and no text of it
 */
export function readServiceAccount(given: unknown): ServiceAccountFacts {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw fault('an object');
  const json = given as Readonly<Record<string, unknown>>;
  if (json['type'] !== 'service_account') throw fault('a service account: its type is another one', 'type');
  if ((json['token_uri'] ?? TOKEN_URI) !== TOKEN_URI) throw fault(TOKEN_URI, 'token_uri');
  const account = {
    projectId: textOf(json, 'project_id', PROJECT),
    clientEmail: textOf(json, 'client_email', EMAIL),
    privateKeyId: textOf(json, 'private_key_id', KEY_ID),
    privateKey: textOf(
      json,
      'private_key',
      /^-----BEGIN PRIVATE KEY-----[\s\S]{200,10000}-----END PRIVATE KEY-----\s*$/,
    ),
  };
  requireKey(account.privateKey);
  return account;
}

function textOf(json: Readonly<Record<string, unknown>>, member: string, form: RegExp): string {
  const value = json[member];
  if (typeof value !== 'string' || !form.test(value)) throw fault('as the file of the service account has it', member);
  return value;
}

function requireKey(pem: string): void {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_BITS) return;
  } catch {
    // Said below, without what the parser says of the text.
  }
  throw fault(`an RSA key of ${MIN_BITS} bits or more`, 'private_key');
}

function fault(expected: string, member?: string) {
  const name = member === undefined ? FIELD : `${FIELD}.${member}`;
  return invalidField(name, `${name} must be ${expected}.`);
}
