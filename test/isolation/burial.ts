import { AppEntity } from '../../src/core/apps/app.entity';
import { AuthKeyEntity } from '../../src/core/auth-keys/auth-key.entity';
import { ChallengeEntity } from '../../src/core/challenges/challenge.entity';
import { SessionEntity } from '../../src/core/auth-keys/session.entity';
import { DomainEntity } from '../../src/core/brands/domain.entity';
import { DeviceEntity } from '../../src/core/devices/device.entity';
import { UserDeviceEntity } from '../../src/core/devices/user-device.entity';
import { PushDeliveryEntity } from '../../src/core/pushes/push-delivery.entity';
import { PushEntity } from '../../src/core/pushes/push.entity';
import { RefusalEntity } from '../../src/core/refusals/refusal.entity';
import { RoleEntity } from '../../src/core/roles/role.entity';
import { UserRoleEntity } from '../../src/core/roles/user-role.entity';
import { ServiceEntity } from '../../src/core/services/service.entity';
import { IdentifierEntity } from '../../src/core/users/identifier.entity';
import { UserEntity } from '../../src/core/users/user.entity';
import type { Belongings } from './belongings';
import type { IdKind } from './id-kind';

/** What is never deleted: brands are made Inactive, and the trail is append-only. */
export const UNDYING: readonly IdKind[] = ['brandId', 'brandCode', 'auditEventId'];

/** Deletes everything of a user: the account as the gateway does it (JFW-USR-07), the rest row by row. */
export async function bury(dead: Belongings): Promise<void> {
  await dead.all();
  const brandId = dead.brand.id;
  const userId = dead.user.id;
  const at = dead.now;
  const uids = {
    role: [await dead.get('roleId'), await dead.get('spareRoleId')],
    device: [await dead.get('deviceId'), await dead.get('looseDeviceId')],
  };
  const [app, service] = [await dead.get('appId'), await dead.get('serviceId')];
  const [push, delivery] = [await dead.get('pushId'), await dead.get('deliveryId')];
  const [domain, correlationId] = [await dead.get('domainId'), await dead.get('correlationId')];
  await dead.write(async (store) => {
    await store.update(UserEntity, { brandId, id: userId }, { status: 'Deleted' });
    await store.delete(ChallengeEntity, { brandId, userId });
    await store.delete(IdentifierEntity, { brandId, userId });
    const { id: sessionId } = await store.findOneByOrFail(SessionEntity, { brandId, userId });
    await store.update(AuthKeyEntity, { brandId, sessionId }, { consumedAt: at });
    const end = { deviceId: null, revokedAt: at, revokeReason: 'revoked' };
    await store.update(SessionEntity, { brandId, userId }, end);
    await store.delete(UserDeviceEntity, { brandId, userId });
    for (const uid of uids.device) await store.delete(DeviceEntity, { brandId, uid });
    await store.delete(AppEntity, { brandId, uid: app });
    await store.delete(ServiceEntity, { brandId, uid: service });
    const { id: roleId } = await store.findOneByOrFail(RoleEntity, { brandId, uid: uids.role[0] ?? '' });
    await store.delete(UserRoleEntity, { brandId, roleId });
    for (const uid of uids.role) await store.delete(RoleEntity, { brandId, uid });
    await store.delete(DomainEntity, { brandId, uid: domain });
    await store.delete(PushDeliveryEntity, { brandId, uid: delivery });
    await store.delete(PushEntity, { brandId, uid: push });
    await store.delete(RefusalEntity, { brandId, correlationId });
  });
}
