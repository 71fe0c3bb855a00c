import { randomCode } from '../ids';

/** Without characters that are easily mistaken for one another; 20 of them are 115 bits. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const LENGTH = 20;
const GROUP = 5;

/** A password that nobody chose, to be told once. */
export function generatePassword(): string {
  return randomCode(LENGTH, ALPHABET);
}

/** The same with digits, capitals, small letters and dashes, for rules that ask for four kinds of characters. */
export function generateMixedPassword(leastLength: number): string {
  for (;;) {
    const text = randomCode(Math.max(LENGTH, leastLength), ALPHABET);
    const isMixed = /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);
    if (isMixed) return text.replace(new RegExp(`.{${GROUP}}(?!$)`, 'g'), '$&-');
  }
}
