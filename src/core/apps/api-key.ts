import { hash, randomBytes } from 'node:crypto';
import { sealedColumn } from '../../kernel/secrets/sealed-column';

/** Where keys are kept that can be shown again (DF-KEY-04). */
export const SEALED_API_KEY = sealedColumn('apps', 'key_sealed');

const SHAPE = /^[0-9a-f]{64}$/;
const PREFIX_LENGTH = 8;

/** A new API key: 32 random bytes as 64 lower-case hex characters (DF-KEY-01). */
export function newApiKey(): string {
  return randomBytes(32).toString('hex');
}

export function isApiKey(text: string): boolean {
  return SHAPE.test(text);
}

/** SHA-256 over kind and key, so that it can match as nothing else (SEC-OT-05). */
export function apiKeyHash(key: string): Buffer {
  return hash('sha256', `brandgate.api-key\n${key}`, 'buffer');
}

export function apiKeyPrefix(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** What is shown in the key's place (DF-KEY-03). */
export function maskedApiKey(prefix: string): string {
  return prefix.padEnd(64, '*');
}
