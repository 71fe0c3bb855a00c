import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Request } from 'express';
import type { TrustedProxies } from '../../kernel/net/client-address';

const PEER = Symbol('brandgate.peer');

/** Notes each connection's address as it begins: a closed socket no longer knows it and would pass for a Unix socket. */
export function notePeerAddresses(server: Server): void {
  server.on('connection', (socket: Socket) => {
    (socket as { [PEER]?: string | undefined })[PEER] = socket.remoteAddress;
  });
}

/** Address of the peer; undefined on a Unix socket. */
export function peerAddressOf(socket: Socket): string | undefined {
  return (socket as { [PEER]?: string | undefined })[PEER];
}

/** Address of the client, as far as the proxies in between are trusted (JFW-LIM-06). */
export function clientAddressOf(request: Request, proxies: TrustedProxies): string {
  const forwarded = request.headers['x-forwarded-for'];
  return proxies.clientAddress(peerAddressOf(request.socket), typeof forwarded === 'string' ? forwarded : undefined);
}
