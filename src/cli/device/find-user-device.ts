import type { DeviceEntity } from '../../core/devices/device.entity';
import { UserDevices } from '../../core/devices/user-devices';
import type { UserEntity } from '../../core/users/user.entity';
import type { Acting } from '../shell/acting';
import { CommandError } from '../shell/command-error';
import { EXIT } from '../shell/exit-code';

/** A device that the user has or had. @param uid its public id @throws CommandError for a device that is not theirs */
export async function findUserDevice({ brand, get }: Acting, user: UserEntity, uid: string): Promise<DeviceEntity> {
  const linked = await get(UserDevices).listOf(brand.id, user.id);
  const found = linked.find(({ device }) => device.uid === uid);
  if (found) return found.device;
  const message = `The user has no device ${uid} in the brand ${brand.code}.`;
  const advice = `See: brandgate device list --brand ${brand.code} --user ${user.uid}`;
  throw new CommandError(EXIT.notFound, 'device.not-found', message, advice);
}
