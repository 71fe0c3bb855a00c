import { Injectable } from '@nestjs/common';
import type { BrandId, DeviceId } from '../../kernel/ids';
import { OneAtATime } from '../../kernel/one-at-a-time';
import { Database, type Store } from '../../storage/database';
import { dayOf, osOf, type ReleaseClaim, type System } from './release-claim';
import { type ReleaseFigures, ReleaseDayRepository, type ReleaseKey } from './release-day.repository';
import { VersionSlots } from './version-slots';

interface Waiting {
  readonly key: ReleaseKey & { readonly os: System };
  readonly figures: { -readonly [K in keyof ReleaseFigures]: number };
  /** Devices that this process saw first today; the database tells which of them others have counted. */
  readonly devices: Set<DeviceId>;
}

/** System and figure. */
export type Total = `${System} ${keyof ReleaseFigures}`;

const NOTHING: ReleaseFigures = { activeDevices: 0, signIns: 0, failedSignIns: 0, refused: 0, wouldRefuse: 0 };
/** Devices that one process tells apart in a day. */
const MAX_DEVICES = 200_000;

/**
 * Counts by day, system and version of the app, in memory; a worker writes them about once a second. What a crash loses
 * is that second.
 */
@Injectable()
export class ReleaseTally {
  private waiting = new Map<string, Waiting>();
  private readonly versions = new Map<BrandId, VersionSlots>();
  private seen = new Set<DeviceId>();
  private day = 0;
  private totals = new Map<Total, number>();
  private dropped = 0;
  private readonly writing = new OneAtATime();

  constructor(
    private readonly database: Database,
    private readonly repository: ReleaseDayRepository,
  ) {}

  /** One more of what the app did, on the day of it. @param at epoch ms */
  note(brandId: BrandId, claim: ReleaseClaim, figure: keyof ReleaseFigures, at: number): void {
    const { key, figures } = this.waitingOf(brandId, claim, at, figure === 'signIns');
    figures[figure] += 1;
    const total: Total = `${key.os} ${figure}`;
    this.totals.set(total, (this.totals.get(total) ?? 0) + 1);
  }

  /** The device asked for something; counted once a day, whichever process it asks. */
  noteActive(brandId: BrandId, deviceId: DeviceId, claim: ReleaseClaim, at: number): void {
    this.turnTo(dayOf(at));
    if (this.seen.has(deviceId)) return;
    if (this.seen.size >= MAX_DEVICES) {
      this.dropped += 1;
      return;
    }
    this.seen.add(deviceId);
    this.waitingOf(brandId, claim, at, true).devices.add(deviceId);
  }

  /** What was noted since this was asked last, over all brands and versions. */
  takeTotals(): ReadonlyMap<Total, number> {
    const { totals } = this;
    this.totals = new Map();
    return totals;
  }

  /** How many times a device beyond those told apart was let go since this was asked last. */
  takeDropped(): number {
    const { dropped } = this;
    this.dropped = 0;
    return dropped;
  }

  /** Writes what waits, one transaction a version and day. @throws when the store is away; what is left is kept */
  flush(): Promise<void> {
    return this.writing.run(() => this.writeAll());
  }

  private async writeAll(): Promise<void> {
    const { waiting } = this;
    this.waiting = new Map();
    for (const [name, entry] of waiting) {
      try {
        await this.database.transaction((store) => this.write(store, entry));
        waiting.delete(name);
      } catch (error) {
        this.keep(waiting);
        throw error;
      }
    }
  }

  private async write(store: Store, { key, figures, devices }: Waiting): Promise<void> {
    let activeDevices = 0;
    for (const device of devices) {
      if (await this.repository.markActive(store, key.brandId, device, key.day)) activeDevices += 1;
    }
    const sum = { ...figures, activeDevices: figures.activeDevices + activeDevices };
    if (Object.values(sum).some((figure) => figure > 0)) await this.repository.add(store, key, sum);
  }

  /** What could not be written waits with what came meanwhile. */
  private keep(left: ReadonlyMap<string, Waiting>): void {
    for (const [name, { key, figures, devices }] of left) {
      const now = this.waiting.get(name) ?? { key, figures: { ...NOTHING }, devices: new Set<DeviceId>() };
      for (const figure of Object.keys(NOTHING) as (keyof ReleaseFigures)[]) now.figures[figure] += figures[figure];
      for (const device of devices) now.devices.add(device);
      this.waiting.set(name, now);
    }
  }

  private waitingOf(brandId: BrandId, claim: ReleaseClaim, at: number, isProven: boolean): Waiting {
    const key = this.keyOf(brandId, claim, at, isProven);
    const name = JSON.stringify([brandId, key.day, key.os, key.version]);
    let waiting = this.waiting.get(name);
    if (waiting === undefined) {
      waiting = { key, figures: { ...NOTHING }, devices: new Set() };
      this.waiting.set(name, waiting);
    }
    return waiting;
  }

  private keyOf(
    brandId: BrandId,
    { os = '', version = '' }: ReleaseClaim,
    at: number,
    isProven: boolean,
  ): Waiting['key'] {
    const day = dayOf(at);
    this.turnTo(day);
    return { brandId, day, os: osOf(os), version: this.slotsOf(brandId).nameOf(version, isProven) };
  }

  private turnTo(day: number): void {
    if (day <= this.day) return;
    [this.day, this.seen] = [day, new Set()];
    this.versions.clear();
  }

  private slotsOf(brandId: BrandId): VersionSlots {
    let slots = this.versions.get(brandId);
    if (slots === undefined) {
      slots = new VersionSlots();
      this.versions.set(brandId, slots);
    }
    return slots;
  }
}
