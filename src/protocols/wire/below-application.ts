import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Dialects } from './dialects';

interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};
const REQUEST_LINE = /^[A-Z]{1,20} (\/[^\s]*)/;

/** What the HTTP parser refuses is answered in the dialect's form as well, and the connection ends with it (SEC-IN-12). */
export function answerBelowApplication(server: Server, dialects: Dialects): void {
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    // Nobody listens any more, or half of another answer is on its way.
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    refuse(socket, dialects, CODES[error.code ?? ''] ?? 'request.invalid', error.rawPacket);
  });
  // No route of this gateway is an upgrade; with a listener Node leaves the answer to us.
  server.on('upgrade', (request, socket) =>
    refuse(socket, dialects, 'request.invalid', Buffer.from(`GET ${request.url ?? '/'}`)),
  );
  server.on('connect', (_request, socket) => refuse(socket, dialects, 'route.method'));
}

function isAnswering(socket: Duplex): boolean {
  return (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent === true;
}

function refuse(socket: Duplex, dialects: Dialects, code: ErrorCode, packet?: Buffer): void {
  const error = new BrandgateError(code);
  const { status } = error.entry;
  const path = REQUEST_LINE.exec(packet?.toString('latin1', 0, 2_048) ?? '')?.[1] ?? '/';
  const { headers, body } = dialects.forPath(path).rawError(error, randomUUID());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\n${headers}Connection: close\r\n\r\n${body}`);
}
