import { PassThrough } from 'node:stream';
import { Terminal } from './terminal';

class Stream extends PassThrough {
  readonly rawModes: boolean[] = [];

  constructor(readonly isTTY: boolean) {
    super();
  }

  setRawMode(isRaw: boolean): void {
    this.rawModes.push(isRaw);
  }
}

function setUp(typed: string, isTTY = true) {
  const [stdin, stdout, stderr] = [new Stream(isTTY), new Stream(isTTY), new Stream(isTTY)];
  stdin.write(typed);
  return { stdin, stderr, terminal: new Terminal({ stdin, stdout, stderr, env: {} }) };
}

const outcome = (promise: Promise<unknown>) => promise.catch((error: unknown) => (error as Error).message);

describe('terminal', () => {
  it('asks for a secret without showing it, and takes Backspace', async () => {
    const { stdin, stderr, terminal } = setUp('pässx\u007fwörd\r');
    expect(await terminal.secret('Password: ')).toBe('pässwörd');
    expect(stdin.rawModes).toEqual([true, false]);
    expect(String(stderr.read())).toBe('Password: \n');
  });

  it('asks twice in a row, also when both answers came at once', async () => {
    const { terminal } = setUp('first\rsecond\r');
    expect([await terminal.secret('1'), await terminal.secret('2')]).toEqual(['first', 'second']);
  });

  it.each(['\u0003', '\u0004', 'half\u0003'])('gives up on %j, and puts the terminal back', async (typed) => {
    const { stdin, terminal } = setUp(typed);
    expect(await outcome(terminal.secret('Password: '))).toBe('Nothing was changed.');
    expect(stdin.rawModes).toEqual([true, false]);
  });

  it('a confirmation is a yes and nothing else', async () => {
    for (const typed of ['y\n', 'YES\r\n', ' yes \n']) {
      expect(await outcome(setUp(typed).terminal.confirm('All goes.', false))).toBeUndefined();
    }
    for (const typed of ['\n', 'n\n', 'yep\n', 'yes please\n']) {
      expect(await outcome(setUp(typed).terminal.confirm('All goes.', false))).toBe('Nothing was changed.');
    }
  });

  it('nobody is asked where nobody is: --yes has to be said, a password comes on standard input', async () => {
    const { terminal } = setUp('y\n', false);
    expect(await outcome(terminal.confirm('All goes.', false))).toBe('All goes.');
    expect(await outcome(terminal.confirm('All goes.', true))).toBeUndefined();
    expect(await outcome(terminal.secret('Password: '))).toContain('no terminal');
  });

  it('reads all of standard input but the newline at its end', async () => {
    const { stdin, terminal } = setUp('a pass phrase\nof two lines\r\n', false);
    stdin.end();
    expect(await terminal.everything()).toBe('a pass phrase\nof two lines');
  });
});
