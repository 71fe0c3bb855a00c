import { Injectable } from '@nestjs/common';
import type { DeviceClaim } from '../../core/devices/device-claim';
import type { Reporter } from '../../core/devices/device-reporting';
import { speakerOf } from '../../core/devices/speaker';
import type { LinkAttributes, LinkCommand } from '../../flows/link-device/link-device.command';
import { accessCodeOf, claimOf } from '../../gate/device-headers';
import { DeviceAdditions } from '../../gate/limits/device-additions';
import type { Passage } from '../../gate/passage';
import { reporterOf } from '../../gate/reporter';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { codeOf } from './device-body';

/** A request's session as the one that speaks for a device. */
@Injectable()
export class DeviceReporter {
  constructor(private readonly additions: DeviceAdditions) {}

  of(via: Passage): Reporter {
    return reporterOf(via, this.additions);
  }

  linkCommand(via: Passage, name: { userUid: string; deviceUid: string }, attributes: LinkAttributes): LinkCommand {
    return { ...name, attributes, session: speakerOf(via.sessionOrThrow, via.auditOrigin), at: via.at };
  }

  /** What the headers claim, when they name a usable device. */
  claimOf({ arrival }: Passage): DeviceClaim | null {
    return claimOf(arrival.device, false);
  }

  /** The code that body and headers agree on. @throws BrandgateError device.code-mismatch, -required, -invalid */
  codeOf({ arrival: { device } }: Passage, inBody: string | null | undefined): string {
    const text = inBody?.trim() ?? '';
    const fromBody = text === '' ? null : codeOf(text);
    const isHeaderGiven = device.code !== undefined || device.accessCode !== undefined;
    const fromHeader = accessCodeOf(device);
    if (fromBody !== null && isHeaderGiven && fromBody !== fromHeader) throw new BrandgateError('device.code-mismatch');
    const code = fromBody ?? fromHeader;
    if (code === null) throw new BrandgateError(isHeaderGiven ? 'device.code-invalid' : 'device.code-required');
    return code;
  }
}
