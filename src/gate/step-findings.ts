import { reasonText } from '../kernel/errors/reasons';
import { parseBrandUrl } from '../kernel/hosts/brand-url';
import { releaseOf } from './device-headers';
import type { Passage } from './passage';

/** What the steps that let a request pass found, in words for an operator; ids and names of the gateway's own. */
const FINDINGS: Readonly<Record<string, (passage: Passage) => string | null>> = {
  'resolve-brand': (passage) => `brand ${passage.brandOrThrow.code}, named by the ${sourceOf(passage)}`,
  'count-tries': ({ requirement }) => `counted: ${requirement.limits?.join(', ')}`,
  'check-app-version': ({ arrival: { device }, brandOrThrow: { settings } }) => {
    const { os, version } = releaseOf(device);
    const isNamed = os !== undefined && version !== undefined;
    return isNamed || settings.appVersionPolicies.length === 0 ? null : 'the app names no system and version';
  },
  'resolve-auth-key': keyFinding,
  'register-device': ({ deviceStatus }) => (deviceStatus === null ? 'no device is named' : `device ${deviceStatus}`),
  'require-device': ({ device }) => (device === null ? null : `device ${device.device.uid}`),
  'check-access': accessFinding,
};

/** Null when there is nothing to tell. */
export function findingOf(step: string, passage: Passage): string | null {
  return FINDINGS[step]?.(passage) ?? null;
}

/** What named the brand, by the order of JFW-BRD-01. */
function sourceOf({ arrival, requirement, brandOrThrow }: Passage): string {
  const { header, code, body, origin } = arrival.brand;
  if (code !== undefined) return 'path';
  if (header !== undefined) return 'Brand-URL';
  if (requirement.brandFromOrigin) {
    const parsed = parseBrandUrl(origin ?? '');
    const names = parsed.kind === 'host' ? parsed.keys : [];
    return brandOrThrow.domains.some(({ domain }) => names.includes(domain)) ? 'Origin' : 'Host';
  }
  return body === undefined ? 'Host' : 'body';
}

function keyFinding({ session, keyRefusal, requirement, arrival }: Passage): string {
  if (session !== null) return `session ${session.sessionUid} of user ${session.user.uid}`;
  if (keyRefusal !== null) return `goes on without a caller: ${reasonText(keyRefusal)}`;
  if (requirement.level === 'brand') return 'no caller is asked for';
  return arrival.authKey.header === undefined ? 'no key was sent' : 'goes on without a caller';
}

function accessFinding({ requirement, target, brand }: Passage): string | null {
  const where = target === null || target === brand ? '' : `acts on brand ${target.code}`;
  const what = requirement.permission === undefined ? '' : `has ${requirement.permission}`;
  const text = [what, where].filter((part) => part !== '').join(', ');
  return text === '' ? null : text;
}
