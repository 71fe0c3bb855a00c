import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerCheck, type SeenAnswer } from './answer-check';

const watched = new Set<string>();
const noted = new Set<string>();
const plainFetch = globalThis.fetch;
let check: AnswerCheck | null = null;

/**
 * From now on every answer of the gateway at this origin is compared with openapi.json, whoever fetches it; one that is
 * not as described fails the request, and with it the test.
 */
export function watchAnswers(origin: string): void {
  watched.add(origin);
  // Now and not with the first answer, which a test may be timing.
  check ??= new AnswerCheck();
  globalThis.fetch = fetchWatched;
}

/** The same for an answer that came over a socket of a test's own. @throws Error when it is not as described */
export function requireAsDescribed(origin: string, answer: SeenAnswer): void {
  // HEAD has no body, OPTIONS is the browser's question before a request: neither stands in the document.
  if (!watched.has(origin) || answer.method === 'HEAD' || answer.method === 'OPTIONS') return;
  check ??= new AnswerCheck();
  const { route, fault } = check.check(answer);
  if (fault !== null) throw new Error(`not as in openapi.json: ${fault}`);
  const code = /"code":"(\w+)"/.exec(answer.status < 400 ? '' : answer.body)?.[1] ?? '-';
  if (route) note(`${route.name} ${answer.status} ${code}`);
}

async function fetchWatched(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await plainFetch(input, init);
  const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input);
  if (!watched.has(origin)) return response;
  const body = await response.clone().text();
  const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
  const { status, headers } = response;
  requireAsDescribed(origin, { method, url: pathname + search, status, headers, body });
  return response;
}

/** For openapi-coverage.reporter.cjs: what was answered in this run, each once a file. */
function note(line: string): void {
  const folder = process.env['TEST_ANSWERS_FOLDER'];
  if (folder === undefined || noted.has(line)) return;
  noted.add(line);
  appendFileSync(join(folder, String(process.pid)), `${line}\n`);
}
