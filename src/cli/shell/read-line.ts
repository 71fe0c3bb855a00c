import type { Io } from './io';

type Taken =
  | { readonly kind: 'more'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string; readonly rest: string }
  | { readonly kind: 'cancelled' };

const ENTER = /[\r\n]/;
const CANCEL = '\u0003';
const END = '\u0004';
const RUB_OUT = /[\b\u007f]/;

/** Adds what was typed; a terminal in raw mode leaves Enter, Backspace and Control-C to us. */
function take(before: string, chunk: string): Taken {
  let text = before;
  for (const [index, char] of [...chunk].entries()) {
    if (char === CANCEL || (char === END && text === '')) return { kind: 'cancelled' };
    if (ENTER.test(char)) return { kind: 'line', text, rest: [...chunk].slice(index + 1).join('') };
    text = RUB_OUT.test(char) ? [...text].slice(0, -1).join('') : text + char;
  }
  return { kind: 'more', text };
}

/** What stands before the next Enter, or null when whoever types gave up. What is behind it is left for the next call. */
export function readLine(stdin: Io['stdin']): Promise<string | null> {
  stdin.setEncoding('utf8');
  return new Promise((resolve) => {
    let text = '';
    const finish = (line: string | null, rest: string): void => {
      stdin.off('data', read).off('end', ended).pause();
      if (rest !== '') stdin.unshift(rest, 'utf8');
      resolve(line);
    };
    const ended = (): void => finish(text === '' ? null : text, '');
    const read = (chunk: string): void => {
      const taken = take(text, chunk);
      if (taken.kind === 'more') ({ text } = taken);
      else if (taken.kind === 'line') finish(taken.text, taken.rest);
      else finish(null, '');
    };
    stdin.on('data', read).once('end', ended).resume();
  });
}
