import type { ListedSession } from '../../../core/auth-keys/session-list';
import type { BrandSnapshot } from '../../../core/brands/brand-snapshot';
import { activeRoles } from '../../../core/roles/access-evaluator';
import type { DeviceEntity } from '../../../core/devices/device.entity';
import type { IntrospectedKey } from '../../../flows/introspect/introspect.flow';
import { instant, instantOrNull } from './instant';

/** JFW's AuthKey: one living session, never a key (JFW-SES-03). */
export function sessionView(
  session: ListedSession,
  devices: readonly { readonly device: DeviceEntity }[],
  currentUid: string,
) {
  const device = devices.find((entry) => entry.device.id === session.deviceId)?.device;
  return {
    id: session.uid,
    createdDate: instant(session.createdAt),
    lastUsedAt: instantOrNull(session.lastUsedAt),
    expiresIn: instant(session.expiresAt),
    device: device ? { id: device.uid, code: device.code, name: device.name, osDevice: device.osDevice } : null,
    ip: session.address,
    userAgent: session.userAgent,
    isCurrent: session.uid === currentUid,
  };
}

/** JFW's Introspection: `{active: false}` alone, without a reason, for whatever is not accepted (JFW-SES-06, -07). */
export function introspectionView(key: IntrospectedKey | null, brand: BrandSnapshot) {
  if (key === null) return { active: false };
  const { snapshot, deviceCode } = key;
  const primary = brand.domains.find(({ isPrimary }) => isPrimary) ?? brand.domains[0];
  return {
    active: true,
    userId: snapshot.user.uid,
    username: snapshot.user.username,
    brandId: brand.uid,
    brandUrl: primary?.domain ?? null,
    deviceCode,
    permissions: [...snapshot.permissions],
    roles: activeRoles(snapshot.roles).map(({ code }) => code),
    issuedAt: instant(snapshot.issuedAt),
    expiresIn: instant(snapshot.keyExpiresAt),
    authKeyId: snapshot.sessionUid,
  };
}
