import { BUSY, DEAD, QUOTA } from './google.mjs';

const FINAL = new Set([200, DEAD.status]);
const PASSING = new Set([BUSY.status, QUOTA.status]);

/**
 * What is wrong with a send that was killed, from what Google received and what the database holds in the end.
 * @param log of the stand-in, oldest first
 * @param kills each with the tokens that were issued before it, and the deliveries whose end was not written down then
 * @param rows every delivery, with its device's token
 * @param devices the tokens that had to be `reached`, and those of them that are `dead`
 */
export function judge({ log, kills, rows, devices: { reached, dead } }) {
  const received = groupBy(
    log.filter(({ status }) => FINAL.has(status)),
    ({ target }) => target,
  );
  const passed = groupBy(
    log.filter(({ status }) => PASSING.has(status)),
    ({ target }) => target,
  );
  const all = new Set(reached);
  const alive = reached.filter((token) => !dead.has(token));
  const repeated = [...received].filter(([, entries]) => entries.length > 1);
  const pairs = repeated.flatMap(([, entries]) => entries.slice(1).map((next, i) => [entries[i], next]));
  const rowOf = new Map(rows.map((row) => [row.token, row]));
  const stateOf = (token) => rowOf.get(token)?.state;
  const isSame = ({ target, delivery }) => rowOf.get(target)?.uid === delivery;
  const explained = pairs.map(([first, next]) => ({ first, kill: explanation(kills, first, next) }));
  const faults = {
    missing: reached.filter((token) => !received.has(token)),
    unasked: [...new Set(log.map(({ target }) => target))].filter((target) => !all.has(target)),
    unexplained: explained.filter(({ kill }) => kill === undefined).map(({ first }) => first),
    otherId: log.filter((entry) => !isSame(entry)),
    refusedAgain: [...passed].filter(([, entries]) => entries.length > 1),
    notAccepted: alive.filter((token) => !['accepted', 'confirmed'].includes(stateOf(token))),
    notUnreached: [...dead].filter((token) => stateOf(token) !== 'unreached'),
    rows: rows.length === reached.length ? [] : [rows.length],
  };
  return {
    ...{ faults, repeated, repetitions: pairs.length, refused: passed.size, states: countOf(rows) },
    unburied: rows.filter(({ token, tokenStatus }) => dead.has(token) && tokenStatus !== 'invalid').length,
    most: Math.max(0, ...kills.map((kill) => explained.filter((pair) => pair.kill === kill).length)),
    longest: Math.max(0, ...explained.flatMap(({ first, kill }) => (kill ? [kill.at - first.at] : []))),
    isGood: Object.values(faults).every((found) => found.length === 0),
  };
}

/** The kill after which the same message came again: it ended the process that sent it first, before the row's end. */
function explanation(kills, first, next) {
  const kill = kills[lifeOf(kills, first)];
  const isLater = lifeOf(kills, next) > lifeOf(kills, first);
  return isLater && kill?.unsettled.has(first.delivery) ? kill : undefined;
}

/** Which of the gateways sent it: each fetches tokens of its own. */
function lifeOf(kills, { bearer }) {
  return kills.filter(({ tokens }) => tokens < bearer).length;
}

function groupBy(entries, keyOf) {
  const groups = new Map();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

function countOf(rows) {
  const counts = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
