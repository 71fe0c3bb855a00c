import type { DeviceEntity } from '../devices/device.entity';
import { normaliseOsName } from '../devices/os-name';

/** What the client says it is, decoded and cut (JFW-HDR-04). */
export interface ReleaseClaim {
  readonly os: string | undefined;
  readonly version: string | undefined;
}

export const NO_RELEASE: ReleaseClaim = { os: undefined, version: undefined };

/** A closed set, so that neither rows nor metrics grow with what clients claim. */
export const SYSTEMS = ['iOS', 'Android', 'Other'] as const;

export type System = (typeof SYSTEMS)[number];

/** Which of them an operating system is, as the app names it. */
export function osOf(text: string): System {
  const os = normaliseOsName(text.trim());
  return os === 'iOS' || os === 'Android' ? os : 'Other';
}

/** What a device is known to be: a request need not say it again. */
export function releaseOfDevice({
  osDevice,
  appVersionNumber,
}: Pick<DeviceEntity, 'osDevice' | 'appVersionNumber'>): ReleaseClaim {
  return { os: osDevice ?? undefined, version: appVersionNumber ?? undefined };
}

/** The UTC day as a number: 20260301. @param at epoch ms */
export function dayOf(at: number): number {
  return Number(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''));
}
