import { Injectable } from '@nestjs/common';
import { DeviceRepository } from '../../core/devices/device.repository';
import type { FarewellEntity } from '../../core/farewells/farewell.entity';
import { FarewellRepository } from '../../core/farewells/farewell.repository';
import { type Caller, requireSelfOr } from '../../core/roles/caller';
import { UserRepository } from '../../core/users/user.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';
import type { DeviceEntity } from '../../core/devices/device.entity';

/** A farewell and the device it was for. */
export interface ListedFarewell {
  readonly farewell: FarewellEntity;
  readonly device: DeviceEntity;
}

export interface FarewellQuery {
  readonly userUid: string;
  /** Of one device only. */
  readonly deviceUid: string | undefined;
  /** Also of an account that is Deleted: for who runs the installation; to anybody else it never was. */
  readonly withDeleted?: boolean | undefined;
  readonly page: { readonly number: number; readonly size: number };
}

/** What became of the farewells to a user's devices: the proof of a sign-out from afar. */
@Injectable()
export class ListFarewellsFlow {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly devices: DeviceRepository,
    private readonly farewells: FarewellRepository,
  ) {}

  /** Newest first. @throws BrandgateError access.denied, user.not-found */
  async run(caller: Caller, query: FarewellQuery): Promise<{ items: ListedFarewell[]; total: number }> {
    requireSelfOr(caller, query.userUid, 'DEVICE.READ');
    const { store } = this.database;
    const { brandId } = caller;
    const { userUid, withDeleted } = query;
    const user = await this.users.findByUid(store, brandId, userUid, { withDeleted });
    if (!user) throw new BrandgateError('user.not-found');
    const own = await this.devices.listOfUser(store, brandId, user.id);
    const chosen = own.filter(({ device }) => query.deviceUid === undefined || device.uid === query.deviceUid);
    const byLink = new Map(chosen.map(({ device, link }) => [link.id, device]));
    const { items, total } = await this.farewells.list(store, brandId, [...byLink.keys()], query.page);
    const listed = items.flatMap((farewell) => {
      const device = byLink.get(farewell.linkId);
      return device ? [{ farewell, device }] : [];
    });
    return { items: listed, total };
  }
}
