import type { BrandSettings } from './brand-settings';
import { VersionGate, type VersionVerdict } from './version-gate';

/** An app that somebody asks about; without a path it asks for `/`. */
export interface VersionQuestion {
  readonly os: string;
  readonly version: string;
  readonly path: string | undefined;
}

/** What the version gate would say to the app, which is not there itself. @param now epoch ms */
export function verdictOn(
  { appVersionPolicies }: Pick<BrandSettings, 'appVersionPolicies'>,
  { os, version, path = '/' }: VersionQuestion,
  now: number,
): VersionVerdict | null {
  return VersionGate.of(appVersionPolicies).judge(os, version, path, now);
}
