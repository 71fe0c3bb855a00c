import { Injectable } from '@nestjs/common';
import { SessionRepository } from '../../core/auth-keys/session.repository';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { DeviceRegistration } from '../../core/devices/device-registration';
import type { DeviceEntity } from '../../core/devices/device.entity';
import { DeviceRepository } from '../../core/devices/device.repository';
import { DriftRecord } from '../../core/devices/drift-record';
import { PushTokens, type TokenChange } from '../../core/devices/push-tokens';
import type { UserDeviceEntity } from '../../core/devices/user-device.entity';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { LinkCommand } from './link-device.command';

/** A link with its device. */
export interface NamedLink {
  readonly device: DeviceEntity;
  readonly link: UserDeviceEntity;
}

/** Writes what a body says of a link. */
@Injectable()
export class LinkAttributesWriter {
  constructor(
    private readonly registration: DeviceRegistration,
    private readonly sessions: SessionRepository,
    private readonly devices: DeviceRepository,
    private readonly tokens: PushTokens,
    private readonly drift: DriftRecord,
  ) {}

  /**
   * @param isOwn the caller's own link: then their session speaks for the device from now on, as if its headers had
   * come, so that the push token leaves with it
   */
  async write(change: TokenChange, brand: BrandSnapshot, named: NamedLink, command: LinkCommand, isOwn: boolean) {
    const { attributes } = command;
    if (isOwn) await this.speak(change, brand, named, command);
    else if (attributes.token !== undefined) {
      await this.tokens.present(change, named.link, attributes.token, attributes.tokenKind);
    }
    const { sessionText, tags, isOffline } = attributes;
    const changes: Partial<UserDeviceEntity> = {
      ...(sessionText === undefined ? {} : { sessionText }),
      ...(tags === undefined ? {} : { tags }),
      ...(isOffline === true ? { offlineAt: change.now } : {}),
    };
    if (Object.keys(changes).length > 0) await this.devices.updateLink(change.store, named.link, changes);
  }

  private async speak(change: TokenChange, brand: BrandSnapshot, { device, link }: NamedLink, command: LinkCommand) {
    const { store, revoke, now, events } = change;
    const { session } = command;
    const { token, tokenKind } = command.attributes;
    const kind = tokenKind === undefined ? {} : { tokenKind };
    const claim = { code: device.code, isTokenFaulty: false, ...(token === undefined ? {} : { token, ...kind }) };
    const { brandId, userId } = link;
    const request = { brand, userId, claim, isSignIn: false, session };
    const { registration, events: caused } = await this.registration.register(store, revoke, request, now);
    if (registration.status === 'rejected' && registration.drift) {
      await this.drift.noteRefused(store, request, registration.drift);
      throw new BrandgateError(registration.error, registration.because);
    }
    events.push(...caused);
    if (await this.sessions.bindFirstDevice(store, brandId, session.id, device.id)) {
      await revoke('session', brandId, session.id);
    }
  }
}
