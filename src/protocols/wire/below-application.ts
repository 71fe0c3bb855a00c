import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Reason } from '../../kernel/errors/reasons';
import type { Dialects } from './dialects';
import { peerAddressOf } from './peer-address';
import type { RefusalRecorder } from './refusal-recorder';

interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};
const REQUEST_LINE = /^([A-Z-]{1,20}) (\/[^\s]*)/;
const UPGRADE: Reason = { reason: 'upgrade-refused' };

/** What answers and notes such refusals. */
export interface BelowApplication {
  readonly dialects: Dialects;
  readonly refusals: RefusalRecorder;
}

/** What the HTTP parser refuses is answered in the dialect's form as well, and the connection ends with it (SEC-IN-12). */
export function answerBelowApplication(server: Server, answerer: BelowApplication): void {
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    // Nobody listens any more, or half of another answer is on its way.
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const { code = '' } = error;
    const because: Reason = { reason: 'http-unparsable', facts: { code } };
    const refusal = new BrandgateError(CODES[code] ?? 'request.invalid', CODES[code] ? {} : because);
    refuse(socket, answerer, refusal, error.rawPacket);
  });
  // No route of this gateway is an upgrade; with a listener Node leaves the answer to us.
  server.on('upgrade', ({ method, url }, socket) =>
    refuse(
      socket,
      answerer,
      new BrandgateError('request.invalid', UPGRADE),
      Buffer.from(`${method ?? 'GET'} ${url ?? '/'}`),
    ),
  );
  server.on('connect', (_request, socket) => refuse(socket, answerer, new BrandgateError('route.method')));
}

function isAnswering(socket: Duplex): boolean {
  return (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent === true;
}

function refuse(socket: Duplex, answerer: BelowApplication, error: BrandgateError, packet?: Buffer): void {
  const { status } = error.entry;
  const [, method = '?', path = '/'] = REQUEST_LINE.exec(packet?.toString('latin1', 0, 2_048) ?? '') ?? [];
  const dialect = answerer.dialects.forPath(path);
  const correlationId = randomUUID();
  const { headers, body } = dialect.rawError(error, correlationId);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\n${headers}Connection: close\r\n\r\n${body}`);
  answerer.refusals.recordRaw({ dialect, correlationId, method, peer: peerAddressOf(socket as Socket) }, error);
}
