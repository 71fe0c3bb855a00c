import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import {
  type BrandId,
  type DeviceId,
  isUuid,
  type LinkId,
  type SessionId,
  type UserId,
  uuidv7,
} from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { isDuplicate } from '../../storage/database-error';
import { DeviceEntity } from './device.entity';
import { NO_TOKEN } from './push-token';
import { UserDeviceEntity } from './user-device.entity';

/** A device and a user's link with it. */
export interface LinkedDevice {
  readonly device: DeviceEntity;
  readonly link: UserDeviceEntity | null;
}

export type NewDevice = Omit<DeviceEntity, 'id'>;
export type NewLink = Pick<UserDeviceEntity, 'brandId' | 'userId' | 'deviceId' | 'loggedInAt' | 'createdAt'> &
  Partial<UserDeviceEntity>;

const EMPTY_LINK = {
  ...NO_TOKEN,
  sessionText: null,
  tags: null,
  signedInAt: null,
  loggedOutAt: null,
  lastAccessAt: null,
  deletedAt: null,
  supersededAt: null,
  offlineAt: null,
  guestSessionId: null,
} as const;

@Injectable()
export class DeviceRepository {
  /** The device of this code with the user's link, in one statement. */
  async findLinked(store: Store, brandId: BrandId, userId: UserId, code: string): Promise<LinkedDevice | null> {
    const device = (await store
      .createQueryBuilder(DeviceEntity, 'd')
      .leftJoinAndMapOne(
        'd.link',
        UserDeviceEntity,
        'l',
        'l.brandId = d.brandId AND l.deviceId = d.id AND l.userId = :userId',
        { userId },
      )
      .where('d.brandId = :brandId AND d.code = :code', { brandId, code })
      .getOne()) as (DeviceEntity & { link: UserDeviceEntity | null }) | null;
    return device ? { device, link: device.link } : null;
  }

  /** Every living and dead link of a user with its device, oldest first. */
  async listOfUser(
    store: Store,
    brandId: BrandId,
    userId: UserId,
  ): Promise<{ device: DeviceEntity; link: UserDeviceEntity }[]> {
    const devices = (await store
      .createQueryBuilder(DeviceEntity, 'd')
      .innerJoinAndMapOne('d.link', UserDeviceEntity, 'l', 'l.brandId = d.brandId AND l.deviceId = d.id')
      .where('d.brandId = :brandId AND l.userId = :userId', { brandId, userId })
      .orderBy('l.id')
      .getMany()) as (DeviceEntity & { link: UserDeviceEntity })[];
    return devices.map((device) => ({ device, link: device.link }));
  }

  async findLink(
    store: Store,
    key: { readonly brandId: BrandId; readonly userId: UserId; readonly deviceId: DeviceId },
  ): Promise<UserDeviceEntity | null> {
    const { brandId, userId, deviceId } = key;
    return store.findOneBy(UserDeviceEntity, { brandId, userId, deviceId });
  }

  async findLinkById(store: Store, brandId: BrandId, id: LinkId): Promise<UserDeviceEntity | null> {
    return store.findOneBy(UserDeviceEntity, { brandId, id });
  }

  /** Links that a session spoke for without being bound to their device. */
  async listGuestLinks(
    store: Store,
    { brandId, userId, id }: { readonly brandId: BrandId; readonly userId: UserId; readonly id: SessionId },
  ): Promise<UserDeviceEntity[]> {
    return store.findBy(UserDeviceEntity, { brandId, userId, guestSessionId: id });
  }

  async findById(store: Store, brandId: BrandId, id: DeviceId): Promise<DeviceEntity | null> {
    return store.findOneBy(DeviceEntity, { brandId, id });
  }

  async findByUid(store: Store, brandId: BrandId, uid: string): Promise<DeviceEntity | null> {
    return isUuid(uid) ? store.findOneBy(DeviceEntity, { brandId, uid }) : null;
  }

  /** Inserts, or finds what a parallel request inserted (JFW-DEV-06). */
  async insertDevice(store: Store, draft: Omit<NewDevice, 'uid'>, now: number): Promise<DeviceEntity> {
    const { brandId, code } = draft;
    await insertOnce(() => store.insert(DeviceEntity, { ...draft, uid: uuidv7(now) }), 'code');
    return store.findOneByOrFail(DeviceEntity, { brandId, code });
  }

  /** The new row, or null when there is one of this code. */
  async insertNewDevice(store: Store, draft: Omit<NewDevice, 'uid'>, now: number): Promise<DeviceEntity | null> {
    const uid = uuidv7(now);
    await insertOnce(() => store.insert(DeviceEntity, { ...draft, uid }), 'code');
    return store.findOneBy(DeviceEntity, { brandId: draft.brandId, uid });
  }

  /** Every living link with a device. */
  async listLivingLinks(store: Store, brandId: BrandId, deviceId: DeviceId): Promise<UserDeviceEntity[]> {
    return store.find(UserDeviceEntity, { where: { brandId, deviceId, deletedAt: IsNull() }, order: { id: 'ASC' } });
  }

  async insertLink(store: Store, draft: NewLink): Promise<UserDeviceEntity> {
    const { brandId, userId, deviceId } = draft;
    await insertOnce(() => store.insert(UserDeviceEntity, { ...EMPTY_LINK, ...draft }), 'device_id');
    return store.findOneByOrFail(UserDeviceEntity, { brandId, userId, deviceId });
  }

  async updateDevice(store: Store, device: DeviceEntity, changes: Partial<DeviceEntity>): Promise<void> {
    await store.update(DeviceEntity, { brandId: device.brandId, id: device.id }, changes);
  }

  async updateLink(
    store: Store,
    link: { readonly brandId: BrandId; readonly id: LinkId },
    changes: Partial<UserDeviceEntity>,
  ): Promise<void> {
    await store.update(UserDeviceEntity, { brandId: link.brandId, id: link.id }, changes);
  }

  /** @returns false when the link was Deleted meanwhile, and nothing is written */
  async updateLivingLink(
    store: Store,
    { brandId, id }: { readonly brandId: BrandId; readonly id: LinkId },
    changes: Partial<UserDeviceEntity>,
  ): Promise<boolean> {
    const { affected } = await store.update(UserDeviceEntity, { brandId, id, deletedAt: IsNull() }, changes);
    return affected === 1;
  }

  /** The one link of the brand that holds this token (JFW-TOK-01). */
  async findTokenHolder(store: Store, brandId: BrandId, hash: Buffer): Promise<UserDeviceEntity | null> {
    return store.findOneBy(UserDeviceEntity, { brandId, pushTokenHash: hash });
  }

  /** Links of other users with this device that hold a token. */
  async listTokenHoldersOnDevice(
    store: Store,
    brandId: BrandId,
    deviceId: DeviceId,
    exceptUser: UserId,
  ): Promise<UserDeviceEntity[]> {
    return store
      .createQueryBuilder(UserDeviceEntity, 'l')
      .where('l.brandId = :brandId AND l.deviceId = :deviceId', { brandId, deviceId })
      .andWhere('l.userId <> :exceptUser AND l.pushTokenHash IS NOT NULL', { exceptUser })
      .orderBy('l.loggedInAt', 'DESC')
      .getMany();
  }
}

async function insertOnce(insert: () => Promise<unknown>, marker: string): Promise<void> {
  try {
    await insert();
  } catch (error) {
    if (!isDuplicate(error, marker)) throw error;
  }
}
