// The floor: node:http that writes a constant answer of the size of a small JSON document.
import http from 'node:http';
import { announce } from '../../shared/announce.mjs';

const body = JSON.stringify({ id: 'x'.repeat(36), text: 'y'.repeat(240) });
const server = http.createServer((_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => announce({ port: server.address().port, path: '/', headers: {} }));
