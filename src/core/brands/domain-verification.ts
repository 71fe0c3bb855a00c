import { randomCode } from '../../kernel/ids';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const TOKEN_LENGTH = 32;

/** The record that proves whose a domain is (JFW-ADM-12). */
export interface VerificationRecord {
  readonly type: 'TXT';
  readonly name: string;
  readonly value: string;
}

/** 165 bits: nobody has it in their DNS by chance. It is no secret, since all the world may read it there. */
export function newVerificationToken(): string {
  return randomCode(TOKEN_LENGTH, ALPHABET);
}

/** @param domain `host` or `host:port`; the DNS knows hosts */
export function verificationRecord(domain: string, token: string): VerificationRecord {
  const host = domain.replace(/:\d+$/, '');
  return { type: 'TXT', name: `_brandgate.${host}`, value: `brandgate-domain=${token}` };
}
