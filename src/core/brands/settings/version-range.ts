import { text, type SettingType } from '../../../kernel/settings/setting-type';
import { compareAppVersions, parseAppVersion } from '../../../kernel/text/app-version';

/** Versions from `from` to `to`, both included. */
export interface VersionRange {
  readonly from: readonly bigint[];
  readonly to: readonly bigint[];
}

const SEPARATOR = /\s+-\s+/;

/** `2.1.0`, or `2.0.0 - 2.0.5` with both ends included; null for anything else. */
export function parseVersionRange(value: string): VersionRange | null {
  const [first = '', last = first, ...rest] = value.trim().split(SEPARATOR);
  const from = parseAppVersion(first);
  const to = parseAppVersion(last);
  if (from === null || to === null || rest.length > 0 || compareAppVersions(from, to) > 0) return null;
  return { from, to };
}

export function isInRange(version: readonly bigint[], { from, to }: VersionRange): boolean {
  return compareAppVersions(version, from) >= 0 && compareAppVersions(version, to) <= 0;
}

/** A version or a range of versions, as people write it. */
export function versionRange(): SettingType<string> {
  return text(140, 'a version such as 2.1.0, or a range such as 2.0.0 - 2.0.5,', (value) =>
    parseVersionRange(value) === null ? null : value,
  );
}
