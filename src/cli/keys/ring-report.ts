import { type EntryUsage, isFree } from '../../core/key-ring/ring-usage';
import type { Output } from '../shell/output';

const HEAD = ['ENTRY', 'STATE', 'SEALED', 'PASSWORDS', 'SESSIONS', 'MAY GO'];

/** Prints what still needs each entry of the ring. */
export function showRing(out: Output, entries: readonly EntryUsage[], more: object = {}): void {
  const rows = entries.map((entry) => {
    const { id, state, sealedTexts, passwords, sessions } = entry;
    return [id, state, sealedTexts, passwords, sessions, isFree(entry)];
  });
  const listed = entries.map((entry) => ({ ...entry, mayRetire: isFree(entry) }));
  out.table({ ...more, entries: listed }, HEAD, rows);
}

/** One line on what has to happen before the older entries may be taken out. */
export function ringAdvice(entries: readonly EntryUsage[]): string {
  const missing = entries.filter(({ state }) => state === 'missing').map(({ id }) => id);
  if (missing.length > 0) {
    return `Rows name ${missing.join(', ')}, which the ring does not have: put it back, behind the others.`;
  }
  const held = entries.filter((entry) => entry.state === 'reading' && !isFree(entry));
  if (entries.length === 1) return 'The ring has one entry, and all rows name it or none.';
  if (held.length === 0) return 'No row needs an older entry: those may be taken out of the ring.';
  const isSealed = held.some(({ sealedTexts }) => sealedTexts > 0);
  return isSealed
    ? 'Seal anew what older entries sealed: brandgate keys rotate'
    : 'Passwords move as people sign in, sessions as they are refreshed or end. Keep the older entries until then.';
}
