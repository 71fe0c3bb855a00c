import { Injectable } from '@nestjs/common';
import { DeviceRepository, type LinkedDevice } from '../../core/devices/device.repository';
import { isRejected, rejectionOf } from '../../core/devices/link-state';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { ReasonCode } from '../../kernel/errors/reasons';
import { Database } from '../../storage/database';
import type { DeviceHeaders } from '../arrival';
import { accessCodeOf } from '../device-headers';
import type { Step } from '../gate';
import type { Passage } from '../passage';

/**
 * Device access: the caller's own device of the code sent. Unknown, of another brand or not linked are one answer, so
 * that a guessed code tells nothing (JFW-DEV-10). A rejected device's code is refused on every route (JFW-DEV-08).
 */
@Injectable()
export class RequireDevice implements Step {
  readonly name = 'require-device';

  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { session, requirement, arrival } = passage;
    if (session === null || requirement.registersDevice === false) return;
    if (requirement.device === 'required') return this.findOwn(passage);
    const { accessCode, code } = arrival.device;
    if (accessCode !== undefined && code === undefined) return this.refuseRejected(passage);
  }

  private async findOwn(passage: Passage): Promise<void> {
    const { device: headers } = passage.arrival;
    if (headers.code === undefined && headers.accessCode === undefined)
      throw new BrandgateError('device.code-required');
    const found = await this.find(passage);
    if (!found?.link) throw new BrandgateError('device.not-found', { reason: absenceOf(found, headers) });
    if (isRejected(found)) throw new BrandgateError('device.rejected', rejectionOf(found));
    passage.device = { device: found.device, link: found.link };
  }

  private async refuseRejected(passage: Passage): Promise<void> {
    const found = await this.find(passage);
    if (!found?.link || !isRejected(found)) return;
    passage.deviceStatus = 'rejected';
    if (passage.requirement.level === 'user') throw new BrandgateError('device.rejected', rejectionOf(found));
  }

  private async find(passage: Passage): Promise<LinkedDevice | null> {
    const code = accessCodeOf(passage.arrival.device);
    const { brandId, user } = passage.sessionOrThrow;
    return code === null ? null : this.devices.findLinked(this.database.store, brandId, user.id, code);
  }
}

/** One answer to the caller, three causes to the operator. */
function absenceOf(found: LinkedDevice | null, headers: DeviceHeaders): ReasonCode {
  if (found) return 'device-unlinked';
  return accessCodeOf(headers) === null ? 'device-code-malformed' : 'device-unknown';
}
