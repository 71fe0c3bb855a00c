// Requests over connections that are kept: each may differ, and a round may be as short as wrk's cannot. As little as
// possible is read of an answer, since loader and gateway share the machine.
import { once } from 'node:events';
import { connect } from 'node:net';

const HEAD_END = '\r\n\r\n';

/** Lends connections to a gateway. */
export async function withConnections(port, count, work) {
  const sockets = await Promise.all(Array.from({ length: count }, () => open(port)));
  try {
    return await work(sockets);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/**
 * Each connection sends its next request when the last one was answered, until all are.
 * @param status what every answer must tell of the device; null where it must tell nothing
 * @returns seconds it took, and the milliseconds of each answer
 */
export async function sendAll(sockets, requests, status) {
  const milliseconds = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < requests.length) {
        const sent = performance.now();
        socket.write(requests[next++]);
        check(await headOf(socket), status);
        milliseconds.push(performance.now() - sent);
      }
    }),
  );
  return { seconds: (performance.now() - began) / 1_000, milliseconds };
}

/** The text of a GET. */
export function requestOf(path, headers) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n`;
}

async function open(port) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  await once(socket, 'connect');
  return socket;
}

/** Of the next answer, once it is there with its body. */
function headOf(socket) {
  return new Promise((resolve, reject) => {
    // An idle one is closed by the gateway after some seconds.
    if (socket.readableEnded || socket.destroyed) throw new Error('a connection was closed before its request');
    let text = '';
    const read = (chunk) => {
      text += chunk;
      const end = text.indexOf(HEAD_END);
      if (end === -1) return;
      const head = text.slice(0, end);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (text.length < end + HEAD_END.length + length) return;
      settle();
      resolve(head);
    };
    const fail = (error) => {
      settle();
      reject(error ?? new Error('the gateway closed a connection'));
    };
    const settle = () => socket.off('data', read).off('error', fail).off('end', fail);
    socket.on('data', read).on('error', fail).on('end', fail);
  });
}

function check(head, status) {
  const told = /^x-device-status: (.*)$/im.exec(head)?.[1] ?? null;
  if (head.startsWith('HTTP/1.1 200 ') && told === status) return;
  throw new Error(`expected 200 and ${status}, got ${head.slice(0, 12)} and ${told}`);
}
