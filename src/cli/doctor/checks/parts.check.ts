import { connect } from 'node:net';
import type { Surroundings } from '../stages';
import { type Check, fine, noted, type Observation, weak } from '../finding';

const PATIENCE_MS = 2_000;
const PORTS: Readonly<Record<string, number>> = { 'redis:': 6379, 'rediss:': 6379, 'smtp:': 587, 'smtps:': 465 };

/** Other servers that the environment names: whether anybody answers there. */
export const partsCheck: Check<Surroundings> = {
  name: 'parts',
  async run({ config: { redisUrl, smtpUrl } }): Promise<Observation[]> {
    const parts = Object.entries({ REDIS_URL: redisUrl, SMTP_URL: smtpUrl });
    const observed = await Promise.all(parts.map(([name, url]) => observe(name, url)));
    return observed.flat();
  },
};

async function observe(name: string, url: string | null): Promise<Observation[]> {
  if (url === null) return [];
  const { protocol, hostname, port, pathname } = new URL(url);
  const isSocket = protocol.includes('+unix');
  const target = isSocket
    ? { path: decodeURIComponent(pathname) }
    : { host: hostname, port: Number(port) || (PORTS[protocol] ?? 0) };
  const where = isSocket ? decodeURIComponent(pathname) : `${hostname}:${port || PORTS[protocol]}`;
  const isUnused = name === 'REDIS_URL';
  const unused = noted(`${name} is set, and this version does not use it.`, 'Leave it out until a version does.');
  const notes = isUnused ? [unused] : [];
  if (await answers(target)) return [fine(`${where} answers.`), ...notes];
  return [weak(`Nobody answers at ${where}.`, `Check ${name}.`), ...notes];
}

function answers(target: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: PATIENCE_MS });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}
