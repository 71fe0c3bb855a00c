import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import { AuditBuffer } from '../audit/audit-buffer';
import type { AuditEvent } from '../audit/audit-trail';
import { type DriftMark, SessionRepository } from '../auth-keys/session.repository';
import { SecurityNotices } from '../mail/security-notices';
import { UserRepository } from '../users/user.repository';
import { changesOf } from './device-changes';
import type { DeviceEntity } from './device.entity';
import { DeviceRepository } from './device.repository';
import type { Drift, DriftSignal } from './header-drift';
import type { RegistrationRequest } from './registration';
import type { Speaker } from './speaker';

const MARK_OF: Readonly<Record<DriftSignal, DriftMark>> = {
  device: 'deviceDriftToldAt',
  system: 'systemDriftToldAt',
  version: 'versionDriftToldAt',
};

const TEXT_LENGTH = 40;

/** Writes down what drifted (`device.drift`), and tells the user where the brand wants it. */
@Injectable()
export class DriftRecord {
  constructor(
    private readonly devices: DeviceRepository,
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly notices: SecurityNotices,
    private readonly audit: AuditBuffer,
  ) {}

  /** @param device whose row is about to change in this transaction @returns what the trail is to say */
  async note(
    store: Store,
    request: RegistrationRequest,
    drifts: readonly Drift[],
    device: DeviceEntity,
    now: number,
  ): Promise<AuditEvent[]> {
    const { brand, session } = request;
    if (session === undefined || drifts.length === 0) return [];
    const home = await this.homeOf(store, request, drifts);
    // The session's row is held by now, so of its parallel requests one finds it untold.
    let isNews = false;
    for (const { signal, policy } of drifts) {
      if (policy !== 'notify') continue;
      if (await this.sessions.markDriftTold(store, brand.id, session.id, MARK_OF[signal], now)) isNews = true;
    }
    if (isNews) await this.tell(store, request, { before: home ?? device, device }, now);
    return drifts.map((drift) => eventOf(session, drift, home, 'registered'));
  }

  /** Of a report of which nothing is registered: written a moment later, in batches, like other refusals. */
  async noteRefused(store: Store, request: RegistrationRequest, drift: Drift): Promise<void> {
    const { session } = request;
    if (session === undefined) return;
    // What it differs from is good to know; that it is refused does not depend on it.
    const home = await this.homeOf(store, request, [drift]).catch(() => null);
    this.audit.add(session.origin, eventOf(session, drift, home, 'refused'));
  }

  /** The device that the session is bound to, where another one is named. */
  private async homeOf(
    store: Store,
    { brand, session }: RegistrationRequest,
    drifts: readonly Drift[],
  ): Promise<DeviceEntity | null> {
    const id = session?.deviceId ?? session?.leavesDeviceId;
    if (id === undefined || !drifts.some(({ signal }) => signal === 'device')) return null;
    return this.devices.findById(store, brand.id, id);
  }

  private async tell(
    store: Store,
    { brand, userId, claim, session }: RegistrationRequest,
    { before, device }: { readonly before: DeviceEntity; readonly device: DeviceEntity },
    now: number,
  ): Promise<void> {
    const user = await this.users.findById(store, brand.id, userId);
    if (!user) return;
    const after = { ...device, ...changesOf(device, claim) };
    const place = { before: described(before), after: described(after), address: session?.origin.address ?? '-' };
    await this.notices.deviceDrift(store, brand, user, place, now);
  }
}

function eventOf(
  { uid }: Speaker,
  { signal, policy, from, to }: Drift,
  home: DeviceEntity | null,
  outcome: 'registered' | 'refused',
): AuditEvent {
  const ends =
    signal === 'device'
      ? { from: home === null ? null : traceOf(home.code), to: traceOf(to) }
      : { from: from === null ? null : cut(from, TEXT_LENGTH), to: cut(to, TEXT_LENGTH) };
  return {
    event: 'device.drift',
    target: { type: 'session', id: uid },
    details: { signal, policy, outcome, ...ends },
  };
}

/** Tells two device codes apart; whoever reads the trail can name no device with it, as with push tokens (JFW-TOK-08). */
function traceOf(code: string): string {
  return hash('sha256', code).slice(0, 8);
}

/** `Phone (iOS, 2.4.0)` */
function described({ name, osDevice, appVersionNumber }: DeviceEntity): string {
  const more = [osDevice, appVersionNumber].filter((text) => text !== null).map((text) => cut(text, TEXT_LENGTH));
  return `${cut(name, TEXT_LENGTH)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
}

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length).join('')}…`;
}
