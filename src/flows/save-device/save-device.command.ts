import type { DeviceEntity } from '../../core/devices/device.entity';

/** What a caller writes down of a device; absent members leave it, `null` clears. */
export type DeviceAttributes = Partial<
  Pick<
    DeviceEntity,
    | 'type'
    | 'name'
    | 'osDevice'
    | 'isMobileApp'
    | 'avatarUrl'
    | 'tags'
    | 'phoneNumber'
    | 'iccid'
    | 'imsi'
    | 'imei'
    | 'simCardInfo'
  > & { appVersionNumber: string } & Privileged
>;

/** Members that count only for who administers devices (JFW-DEV-17). */
export type Privileged = Pick<DeviceEntity, 'status' | 'isDefault' | 'testMode'>;

export interface NewDeviceCommand {
  readonly code: string;
  readonly attributes: DeviceAttributes;
  /** Asked before a device is added. */
  readonly mayAdd: () => boolean;
  readonly at: number;
}
