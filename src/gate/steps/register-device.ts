import { Injectable } from '@nestjs/common';
import type { SessionSnapshot } from '../../core/auth-keys/session-snapshot';
import { SessionSnapshots } from '../../core/auth-keys/session-snapshots';
import type { DeviceClaim } from '../../core/devices/device-claim';
import { DeviceReporting } from '../../core/devices/device-reporting';
import { Presence } from '../../core/devices/presence';
import { type Registered, type Registration, statusTextOf } from '../../core/devices/registration';
import { releaseOfDevice } from '../../core/releases/release-claim';
import { ReleaseTally } from '../../core/releases/release-tally';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { DeviceHeaders } from '../arrival';
import { claimOf, hasDeviceHeader, requireConsistentCode } from '../device-headers';
import type { Step } from '../gate';
import { DeviceAdditions } from '../limits/device-additions';
import type { Passage } from '../passage';
import { reporterOf } from '../reporter';

const DAY_MS = 86_400_000;

/** Keeps the caller's device current from the headers of any authenticated request (§13 of the native contract). */
@Injectable()
export class RegisterDevice implements Step {
  readonly name = 'register-device';

  constructor(
    private readonly reporting: DeviceReporting,
    private readonly additions: DeviceAdditions,
    private readonly snapshots: SessionSnapshots,
    private readonly presence: Presence,
    private readonly releases: ReleaseTally,
  ) {}

  run(passage: Passage): void | Promise<void> {
    const { session, requirement, arrival } = passage;
    if (session === null || requirement.registersDevice === false || passage.keyDigest === null) return;
    const { device } = arrival;
    // Also where a caller is only optional: with a good key this is an authenticated request (JFW-HDR-03).
    if (arrival.repeated.includes('device-code')) throw new BrandgateError('device.code-invalid');
    if (device.code === undefined && !hasDeviceHeader(device)) return;
    if (session.registration !== null && isSame(session.registration, device)) {
      this.notePresence(passage, session);
      return;
    }
    requireConsistentCode(device, passage.brandOrThrow.settings.strictDeviceHeaders);
    const claim = claimOf(device, false);
    if (claim === null) {
      passage.deviceStatus = 'ignored';
      return;
    }
    return this.registerCold(passage, session, claim);
  }

  private notePresence(passage: Passage, { registration, brandId }: SessionSnapshot): void {
    passage.deviceStatus = 'unchanged';
    if (registration === null) return;
    const day = Math.floor(passage.at / DAY_MS);
    // Not with the presence below: a day may begin in the middle of its interval, and hold no other request.
    if (registration.activeDay !== day) {
      registration.activeDay = day;
      this.releases.noteActive(brandId, registration.deviceId, registration.release, passage.at);
    }
    if (passage.at - registration.lastAccessAt < registration.presenceIntervalMs) return;
    registration.lastAccessAt = passage.at;
    this.presence.touchLink(brandId, registration.linkId, passage.at);
  }

  private async registerCold(passage: Passage, session: SessionSnapshot, claim: DeviceClaim): Promise<void> {
    let result: Registration;
    try {
      result = await this.reporting.report({ ...reporterOf(passage, this.additions), claim });
    } catch {
      // Registration is a service to the client; its failure does not take the request down (JFW-DEV-06).
      passage.deviceStatus = 'failed';
      return;
    }
    passage.deviceStatus = statusTextOf(result);
    // On a K? endpoint the request goes on (JFW-DEV-08), and so it does where there was no room (JFW-QUO-07).
    if (result.status === 'rejected') {
      if (passage.requirement.level === 'user') throw new BrandgateError(result.error, result.because);
    } else if (result.status !== 'not-linked') this.remember(passage, session, result);
  }

  /**
   * The device was here, whatever became of its token. Only what went through whole is remembered; a refused token is
   * judged anew each time (JFW-TOK-06).
   */
  private remember(
    { arrival, keyDigest, brandOrThrow, at }: Passage,
    session: SessionSnapshot,
    result: Registered,
  ): void {
    const presenceIntervalMs = brandOrThrow.settings.presenceInterval * 1_000;
    const { code, token, name, version, os } = arrival.device;
    const release = releaseOfDevice(result.device);
    const lastAccessAt = result.link.lastAccessAt ?? 0;
    if (result.status !== 'token-ignored' && keyDigest !== null) {
      this.snapshots.setRegistration(keyDigest, session, {
        ...{ code, token, name, version, os },
        ...{ deviceId: result.device.id, linkId: result.link.id, release, presenceIntervalMs, lastAccessAt },
        activeDay: Math.floor(at / DAY_MS),
      });
    }
    this.releases.noteActive(session.brandId, result.device.id, release, at);
    if (at - lastAccessAt < presenceIntervalMs) return;
    if (session.registration) session.registration.lastAccessAt = at;
    this.presence.touchLink(session.brandId, result.link.id, at);
  }
}

function isSame(known: NonNullable<SessionSnapshot['registration']>, now: DeviceHeaders): boolean {
  return (
    known.code === now.code &&
    known.token === now.token &&
    known.name === now.name &&
    known.version === now.version &&
    known.os === now.os &&
    (now.accessCode === undefined || now.accessCode === now.code)
  );
}
