import { connect } from 'node:net';
import { requireAsDescribed } from './watch-answers';

/** What a server sent on one connection until it closed it, or until `waitMs` passed. */
export interface RawAnswer {
  readonly text: string;
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly isClosed: boolean;
}

const REQUEST_LINE = /^([A-Z]+) (\/\S*) HTTP\/1\.1\r\n/;

/**
 * Sends bytes as they are and reads what comes back. What answers a readable request line is compared with openapi.json.
 * @param bytes latin1 text: one character a byte
 */
export async function sendRaw(port: number, bytes: string, waitMs = 1_500): Promise<RawAnswer> {
  const answer = await exchange(port, bytes, waitMs);
  const [, method, url] = REQUEST_LINE.exec(bytes) ?? [];
  const { status, head, body } = answer;
  // Several answers in a row, or half of one, are for the test alone to judge.
  const isOne = status !== 0 && Number(/content-length: (\d+)/i.exec(head)?.[1]) === Buffer.byteLength(body);
  if (method !== undefined && url !== undefined && isOne) {
    requireAsDescribed(`http://127.0.0.1:${port}`, { method, url, status, headers: headersOf(head), body });
  }
  return answer;
}

function headersOf(head: string): Headers {
  const lines = head.split('\r\n').slice(1);
  return new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

function exchange(port: number, bytes: string, waitMs: number): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    const finish = (isClosed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      const text = Buffer.concat(chunks).toString('utf8');
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({
        text,
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
        head,
        body: rest.join('\r\n\r\n'),
        isClosed,
      });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks))) setTimeout(() => finish(socket.readableEnded), 30);
    });
    socket.on('end', () => finish(true));
    socket.on('error', (error) => (chunks.length > 0 ? finish(true) : reject(error)));
  });
}

/** UTF-8 text as the Latin-1 string that carries its bytes. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function isWhole(received: Buffer): boolean {
  const text = received.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  return end !== -1 && length !== undefined && text.length >= end + 4 + Number(length);
}
