import { text, type SettingType } from '../../../kernel/settings/setting-type';
import { compareAppVersions, parseAppVersion } from '../../../kernel/text/app-version';

/** Versions from `from` to `to`, both included. */
export interface VersionRange {
  readonly from: readonly bigint[];
  readonly to: readonly bigint[];
}

const SEPARATOR = / +- +/;
// What follows the numbers of a version is ignored (JFW-VER-05). Not here: it would leave 2.0.0 of "2.0.0-2.0.5", where
// somebody meant six versions.
const BARE = /^ *[vV]?[0-9.]{1,160} *$/;

/** `2.1.0`, or `2.0.0 - 2.0.5` with both ends included and blanks around the dash; null for anything else. */
export function parseVersionRange(value: string): VersionRange | null {
  const [first = '', last = first, ...rest] = value.trim().split(SEPARATOR);
  const from = parseBareVersion(first);
  const to = parseBareVersion(last);
  if (from === null || to === null || rest.length > 0 || compareAppVersions(from, to) > 0) return null;
  return { from, to };
}

function parseBareVersion(value: string): readonly bigint[] | null {
  return BARE.test(value) ? parseAppVersion(value) : null;
}

export function isInRange(version: readonly bigint[], { from, to }: VersionRange): boolean {
  return compareAppVersions(version, from) >= 0 && compareAppVersions(version, to) <= 0;
}

/** A version or a range of versions, as people write it. */
export function versionRange(): SettingType<string> {
  const kind = 'a version such as 2.1.0, or a range such as 2.0.0 - 2.0.5 with a blank on both sides of the dash,';
  return text(140, kind, (value) => (parseVersionRange(value) === null ? null : value));
}
