import { Injectable } from '@nestjs/common';
import { DeviceAccess } from '../../core/devices/device-access';
import { quotaReason } from '../../core/devices/device-quota';
import type { DeviceClaim } from '../../core/devices/device-claim';
import { DeviceReporting, type Reporter } from '../../core/devices/device-reporting';
import { DeviceRepository } from '../../core/devices/device.repository';
import { isRejected, rejectionOf } from '../../core/devices/link-state';
import { type PushTokenKind, pushTokenKind } from '../../core/devices/push-token';
import { tokenHash } from '../../core/devices/push-tokens';
import type { Registered } from '../../core/devices/registration';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';

export interface NewToken {
  /** Normalised (JFW-HDR-06). */
  readonly token: string;
  readonly tokenKind?: PushTokenKind;
  /** The token that is replaced; null when the device is named by its code. */
  readonly oldToken: string | null;
  /** What `X-Device-Code` or `Device-Code` names; null when it names nothing. */
  readonly code: string | null;
  readonly isCodeGiven: boolean;
}

/** What an app tells of the device it runs on in a body instead of headers (JFW-DEV-23, JFW-TOK-10). */
@Injectable()
export class ReportDeviceFlow {
  constructor(
    private readonly database: Database,
    private readonly reporting: DeviceReporting,
    private readonly devices: DeviceRepository,
    private readonly access: DeviceAccess,
  ) {}

  /**
   * @param tags of the link; undefined leaves them
   * @throws BrandgateError device.rejected, access.denied, device.limit-reached
   */
  async report(reporter: Reporter, claim: DeviceClaim, tags: string | null | undefined): Promise<Registered> {
    const registration = await this.reporting.report({ ...reporter, claim });
    if (registration.status === 'rejected') throw new BrandgateError(registration.error, registration.because);
    if (registration.status === 'not-linked') {
      throw new BrandgateError('device.limit-reached', quotaReason(registration.quota));
    }
    if (tags === undefined) return registration;
    await this.devices.updateLink(this.database.store, registration.link, { tags });
    return { ...registration, link: { ...registration.link, tags } };
  }

  /**
   * @returns whether the device's link now holds the token; false when a newer sign-in of somebody else keeps it
   * @throws BrandgateError device.code-required, device.code-mismatch, device.not-found, device.rejected, access.denied
   */
  async replaceToken(reporter: Reporter, caller: Caller, change: NewToken): Promise<boolean> {
    const code = await this.codeOf(caller, change);
    const kind = change.tokenKind ?? pushTokenKind(change.token);
    const claim = { code, token: change.token, tokenKind: kind, isTokenFaulty: false };
    const { link } = await this.report(reporter, claim, undefined);
    return link.pushTokenHash?.equals(tokenHash(change.token)) === true;
  }

  private codeOf(caller: Caller, change: NewToken): Promise<string> {
    const { token, oldToken } = change;
    return oldToken === null || oldToken === token
      ? this.codeOfNamed(caller, change)
      : this.codeOfHolder(caller, oldToken, change);
  }

  private async codeOfNamed(caller: Caller, { code, isCodeGiven }: NewToken): Promise<string> {
    if (!isCodeGiven) throw new BrandgateError('device.code-required');
    const found = await this.access.findLinked(this.database.store, caller, { code });
    if (!found?.link) {
      throw new BrandgateError('device.not-found', { reason: found ? 'device-unlinked' : 'device-unknown' });
    }
    if (isRejected(found)) throw new BrandgateError('device.rejected', rejectionOf(found));
    return found.device.code;
  }

  private async codeOfHolder(caller: Caller, oldToken: string, { code, isCodeGiven }: NewToken): Promise<string> {
    const { store } = this.database;
    const holder = await this.devices.findTokenHolder(store, caller.brandId, tokenHash(oldToken));
    const isOwn = holder !== null && holder.userId === caller.self?.id;
    const device = isOwn ? await this.devices.findById(store, caller.brandId, holder.deviceId) : null;
    if (!device) throw new BrandgateError('device.not-found');
    if (isCodeGiven && device.code !== code) throw new BrandgateError('device.code-mismatch');
    return device.code;
  }
}
