import type { Answer } from './line';
import type { Texts } from './case-request';

/** Headers whose values differ between two answers that say the same. */
const COUNTING = /^(date|x-correlation-id|(x-)?ratelimit-(limit|remaining|reset)|retry-after|content-length)$/;
const INSTANT = /"\d{4}-\d{2}-\d{2}T[\d:.]+Z"/g;
/** Shorter texts stand in answers by chance. */
const SHORTEST_ECHO = 6;

/** How an answer is looked at. */
export interface Look {
  /** What the request named: an echo of it tells nothing. */
  readonly texts: Texts;
  /** Members that are made anew for every request. */
  readonly varies: readonly string[];
}

/** All that an answer tells: what is equal here cannot be told apart by the caller. */
export function told({ status, headers, text }: Answer, { texts, varies }: Look): string {
  const head = headers.map(([name, value]) => `${name}: ${COUNTING.test(name.toLowerCase()) ? '*' : value}`);
  return [String(status), ...head, '', sameForAll(text, texts, varies)].join('\n');
}

function sameForAll(text: string, texts: Texts, varies: readonly string[]): string {
  let plain = text.replace(/"correlationId":"[^"]*"/g, '"correlationId":"*"').replace(INSTANT, '"*"');
  // Longer ones first: an address may hold a name.
  const echoes = [...texts].filter(([, sent]) => sent.length >= SHORTEST_ECHO);
  for (const [at, sent] of echoes.sort(([, a], [, b]) => b.length - a.length))
    plain = plain.replaceAll(sent, `<${at}>`);
  for (const name of varies) plain = plain.replace(new RegExp(`"${name}":("[^"]*"|-?\\d+)`, 'g'), `"${name}":"*"`);
  return plain;
}

const SHOWN = 600;

/** An answer for a message: status, and as much of the body as one needs. */
export function shown({ status, text }: Answer): string {
  return `${status} ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}
