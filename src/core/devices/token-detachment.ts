import { Injectable } from '@nestjs/common';
import type { FarewellCause } from '../farewells/farewell.entity';
import { Farewells } from '../farewells/farewells';
import { DeviceRepository } from './device.repository';
import { NO_TOKEN, pushTokenKind } from './push-token';
import { isOwnLink, type Removal } from './removal';
import type { UserDeviceEntity } from './user-device.entity';

/**
 * Takes push tokens away from links whose row the transaction has written: nobody changes the token any more, so that the
 * farewell goes to the one that the app has now.
 */
@Injectable()
export class TokenDetachment {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly farewells: Farewells,
  ) {}

  /** @param cause null where the app itself has left: it needs no farewell */
  async detach(removal: Removal, link: UserDeviceEntity, cause: FarewellCause | null): Promise<void> {
    if (cause !== null && !isOwnLink(removal.asking, link)) await this.sayFarewell(removal, link, cause);
    await this.devices.updateLink(removal.store, link, NO_TOKEN);
  }

  /** The token stays where it is. */
  async sayFarewell({ store, now }: Removal, link: UserDeviceEntity, cause: FarewellCause): Promise<void> {
    const current = await this.devices.findLinkById(store, link.brandId, link.id);
    const token = current?.pushToken ?? null;
    if (current === null || token === null) return;
    const { id, brandId, tokenKind, tokenStatus } = current;
    const former = { id, brandId, token, kind: tokenKind ?? pushTokenKind(token), isDead: tokenStatus === 'invalid' };
    await this.farewells.add(store, former, cause, now);
  }
}
