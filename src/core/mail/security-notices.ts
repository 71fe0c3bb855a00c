import { Injectable } from '@nestjs/common';
import type { Store } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { BrandPages } from './brand-pages';
import { type Addressee, Mailer, mailInstant, recipientOf } from './mailer';

/** What a client said of the device that it signed in on, and where it came from. */
export interface SignInPlace {
  readonly device: string;
  readonly os: string | null;
  readonly address: string;
}

/** What a session said of its device before, what it says now, and from where. */
export interface DeviceChange {
  readonly before: string;
  readonly after: string;
  readonly address: string;
}

/** Longer names are of no use to anybody who reads a mail. */
const MAX_CLAIM = 100;

/**
 * Tells people what happened to their account, in the transaction in which it happens; where the brand wants it
 * (`securityNotices`) and the account has an address.
 */
@Injectable()
export class SecurityNotices {
  constructor(
    private readonly mailer: Mailer,
    private readonly pages: BrandPages,
  ) {}

  /** Names are claims of the client's: they are shown as they are, and cut. */
  async newDevice(
    store: Store,
    brand: BrandSnapshot,
    user: Addressee,
    { device, os, address }: SignInPlace,
    now: number,
  ) {
    if (!brand.settings.securityNotices) return;
    const link = this.pages.urlOf(brand, 'forgot-password');
    const values = { device: cut(device), os: cut(os ?? '-'), address, at: mailInstant(now), link };
    await this.mailer.notify(store, brand.id, { topic: 'new-device', recipient: recipientOf(user), values }, now);
  }

  /** As above: what is told are claims. */
  async deviceDrift(
    store: Store,
    brand: BrandSnapshot,
    user: Addressee,
    { before, after, address }: DeviceChange,
    now: number,
  ): Promise<void> {
    if (!brand.settings.securityNotices) return;
    const link = this.pages.urlOf(brand, 'forgot-password');
    const values = { before: cut(before), after: cut(after), address, at: mailInstant(now), link };
    await this.mailer.notify(store, brand.id, { topic: 'device-drift', recipient: recipientOf(user), values }, now);
  }

  async sessionTheft(store: Store, brand: BrandSnapshot, user: Addressee, now: number): Promise<void> {
    if (!brand.settings.securityNotices) return;
    const values = { at: mailInstant(now), link: this.pages.urlOf(brand, 'account') };
    await this.mailer.notify(store, brand.id, { topic: 'session-theft', recipient: recipientOf(user), values }, now);
  }
}

function cut(claim: string): string {
  return [...claim].slice(0, MAX_CLAIM).join('');
}
