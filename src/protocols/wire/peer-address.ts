import type { Server } from 'node:http';
import type { Socket } from 'node:net';

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
