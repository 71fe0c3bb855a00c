import { createSocket, type Socket } from 'node:dgram';

const HEADER = 12;
const TXT = 16;
const NO_SUCH_NAME = 3;

/** A name server on the loopback that answers questions for TXT records over UDP (RFC 1035), from a map. */
export class DnsServer {
  readonly records = new Map<string, string[]>();
  /** Names of which every question is lost. */
  readonly silent = new Set<string>();
  readonly asked: string[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('message', (message, peer) => {
      const answer = this.answer(message);
      if (answer) socket.send(answer, peer.port, peer.address);
    });
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new DnsServer(socket);
  }

  /** As a resolver takes it. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private answer(message: Buffer): Buffer | null {
    const { name, end } = readName(message);
    this.asked.push(name);
    if (this.silent.has(name)) return null;
    const texts = this.records.get(name);
    // Id and question as they came; a response, with recursion.
    const head = Buffer.from(message.subarray(0, end + 4));
    head.writeUInt16BE(0x8180 | (texts === undefined ? NO_SUCH_NAME : 0), 2);
    head.writeUInt16BE(texts?.length ?? 0, 6);
    head.fill(0, 8, HEADER);
    return Buffer.concat([head, ...(texts ?? []).map(textRecord)]);
  }
}

function readName(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

/** Refers to the question's name; a text over 255 bytes comes in pieces. */
function textRecord(text: string): Buffer {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  const data = Buffer.concat(pieces);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | HEADER, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
