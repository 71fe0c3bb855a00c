import type { VersionVerdict } from '../../../core/brands/version-gate';
import type { ReleaseDayEntity } from '../../../core/releases/release-day.entity';

/** One version of the app on one day (UTC). */
export function releaseDayView({ day, os, version, ...rest }: ReleaseDayEntity) {
  const text = String(day);
  const { activeDevices, signIns, failedSignIns, refused, wouldRefuse } = rest;
  return {
    date: `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`,
    osDevice: os,
    appVersionNumber: version === '' ? null : version,
    ...{ activeDevices, signIns, failedSignIns, refused, wouldRefuse },
  };
}

/** `unjudged`: no policy is about the system and path, or the version does not parse. */
export function versionVerdictView(verdict: VersionVerdict | null) {
  return {
    verdict: verdict?.kind ?? ('unjudged' as const),
    minimumVersion: verdict?.policy.minimumVersion ?? null,
    recommendedVersion: verdict?.policy.recommendedVersion ?? null,
    storeUrl: verdict?.policy.storeUrl ?? null,
    startsAt: verdict?.policy.startsAt ?? null,
  };
}
