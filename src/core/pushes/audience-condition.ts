import { isUuid } from '../../kernel/ids';
import { compareAppVersions, parseAppVersion } from '../../kernel/text/app-version';
import type { Condition } from '../push/reach.repository';
import type { Audience } from './audience';

/** What the database judges of an audience; the version is not among it (see `hasVersionOf`). */
export function conditionOf(audience: Audience): Condition {
  const parts = [
    inList('u.uid', audience.userIds),
    inList('d.uid', audience.deviceIds),
    one('AND LOWER(d.os_device) = LOWER(?)', audience.osDevice),
    one(`AND ${LAST_CONTACT} >= ?`, audience.seenFrom),
    one(`AND ${LAST_CONTACT} <= ?`, audience.seenTo),
    audience.tag === undefined ? NOTHING : { sql: HAS_TAG, values: [`,${audience.tag},`, `,${audience.tag},`] },
  ];
  return { sql: parts.map(({ sql }) => sql).join(' '), values: parts.flatMap(({ values }) => values) };
}

/** Versions are compared number by number, which no engine does (JFW-VER-05). */
export function hasVersionOf({ versionFrom, versionTo }: Audience, appVersionNumber: string | null): boolean {
  if (versionFrom === undefined && versionTo === undefined) return true;
  const version = parseAppVersion(appVersionNumber ?? '');
  if (version === null) return false;
  const [from, to] = [parseAppVersion(versionFrom ?? ''), parseAppVersion(versionTo ?? '')];
  const isBelow = from !== null && compareAppVersions(version, from) < 0;
  const isAbove = to !== null && compareAppVersions(version, to) > 0;
  return !isBelow && !isAbove;
}

const NOTHING: Condition = { sql: '', values: [] };
const LAST_CONTACT = 'COALESCE(l.last_access_at, l.created_at)';
const tags = (column: string) => `CONCAT(',', REPLACE(COALESCE(${column}, ''), ', ', ','), ',')`;
const HAS_TAG = `AND (INSTR(${tags('d.tags')}, ?) > 0 OR INSTR(${tags('l.tags')}, ?) > 0)`;

function one(sql: string, value: unknown): Condition {
  return value === undefined ? NOTHING : { sql, values: [value] };
}

function inList(column: string, values: readonly string[] | undefined): Condition {
  if (values === undefined) return NOTHING;
  const ids = values.filter(isUuid);
  if (ids.length === 0) return { sql: 'AND 1 = 0', values: [] };
  return { sql: `AND ${column} IN (${ids.map(() => '?').join(', ')})`, values: ids };
}
