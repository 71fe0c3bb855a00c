import type { refusalView } from '../../protocols/jfw/views/refusal.view';
import type { Output } from '../shell/output';
import { printable } from '../shell/printable';

type Refusal = ReturnType<typeof refusalView>;
type Outcome = Refusal['steps'][number]['outcome'];

const STYLES: Readonly<Record<Outcome, Parameters<Output['styled']>[0]>> = {
  passed: 'green',
  refused: 'red',
  'not-reached': 'gray',
};
const WIDTH = 'not reached'.length;

/** One refused request, for people. */
export function explanationText(out: Output, refusal: Refusal): string {
  const { date, brand, method, route, status, code, dialect, address, userId, authKeyId } = refusal;
  const where = `${method} ${route ?? 'no route'} (${dialect}), ${brand === null ? 'no brand' : `brand ${brand.code}`}`;
  const who = [from(address), userId && `user ${userId}`, authKeyId && `session ${authKeyId}`].filter(Boolean);
  const head = [`${date}  ${where}`, `refused with ${status} ${code}${who.length > 0 ? `, ${who.join(', ')}` : ''}`];
  const nameWidth = Math.max(0, ...refusal.steps.map(({ name }) => name.length));
  const steps = refusal.steps.map(({ name, outcome, reason }) => {
    const word = out.styled(STYLES[outcome], outcome.replace('-', ' ').padEnd(WIDTH));
    return `  ${word}  ${printable(name).padEnd(nameWidth)}  ${printable(reason ?? '')}`.trimEnd();
  });
  return [...head.map(printable), ...steps].join('\n');
}

function from(address: string | null): string | null {
  return address === null ? null : `from ${address}`;
}
