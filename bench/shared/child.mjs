// A measured process of its own, as its runner sees it.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * Starts a file that announces itself (announce.mjs); it ends with `child.disconnect()`.
 * @returns the process, and where it says requests go to
 */
export async function start(url, environment = {}) {
  const env = { ...process.env, BENCH_MASTER_KEY: randomBytes(32).toString('base64'), ...environment };
  const child = fork(fileURLToPath(url), { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { ready } = await answerOf(child);
  return { child, target: ready };
}

/** CPU time and memory of the process so far. */
export function usage({ child }) {
  const answer = answerOf(child);
  child.send('usage');
  return answer;
}

async function answerOf(child) {
  const settled = new AbortController();
  const end = once(child, 'exit', { signal: settled.signal }).then(([code, signal]) => {
    throw new Error(`a measured process ended with ${code ?? signal}`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal: settled.signal }), end]);
    return answer;
  } finally {
    // What did not come is not waited for any more.
    settled.abort();
  }
}
