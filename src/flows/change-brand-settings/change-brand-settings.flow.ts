import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { type AuditEvent, AuditTrail } from '../../core/audit/audit-trail';
import { BrandSettingRepository, type StandingSettings } from '../../core/brands/brand-setting.repository';
import { type BrandSettings, withDefaults } from '../../core/brands/brand-settings';
import { changeSettings, type GivenSettings, type SettingChange } from '../../core/brands/settings/setting-changes';
import { storedForm } from '../../core/brands/settings/setting-members';
import { type PushChannelChange, PushChannelChanges } from '../../core/push/push-channel-changes';
import { type Revoke, RevokingTransaction } from '../../core/revocations/revoking-transaction';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import type { Store } from '../../storage/database';

/** Members to change as they were given, or the version to go back to. */
export type ChangeSettingsCommand = ({ readonly given: GivenSettings } | { readonly fromVersion: number }) & {
  readonly at: number;
  /** Names of settings whose risk is accepted. */
  readonly acceptedRisks?: readonly string[];
};

/** Each lost race means that somebody else's change was written. */
const ATTEMPTS = 100;

/** Changes settings of a brand (JFW-SET-01, -02). */
@Injectable()
export class ChangeBrandSettingsFlow {
  constructor(
    private readonly transaction: RevokingTransaction,
    private readonly settings: BrandSettingRepository,
    private readonly channels: PushChannelChanges,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Two changes of different members at the same time are both kept: who comes second begins anew from what the first
   * one left.
   * @throws BrandgateError request.invalid, access.denied, brand.not-found, push.credential-refused, push.unavailable
   */
  async run(actor: Actor, caller: Caller, given: ChangeSettingsCommand): Promise<BrandSettings> {
    const { credential, command } = withoutCredential(given);
    const change = await this.channels.prepare(caller, credential, command.at);
    const settings = await this.transaction.run(async (store, revoke) => {
      const work = { store, revoke, actor, caller, command };
      const written = await this.write(work);
      if (change !== null) await this.writeChannel(change, written.uid, work);
      return { ...written.settings, firebaseCredential: await this.channels.isPresent(store, caller.brandId) };
    });
    if (change !== null) await this.channels.settle(change);
    return settings;
  }

  private async write(work: Work): Promise<{ readonly uid: string; readonly settings: BrandSettings }> {
    const { store, caller } = work;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const standing = await this.settings.find(store, caller.brandId);
      if (!standing) throw new BrandgateError('brand.not-found');
      const settings = await this.tryOn(standing, work);
      if (settings) return { uid: standing.uid, settings };
    }
    throw new BrandgateError('server.unavailable', { retryAfter: 1 });
  }

  /** In one transaction with the other members: either all of a request is done or none of it. */
  private async writeChannel(change: PushChannelChange, uid: string, work: Work): Promise<void> {
    const { store, revoke, actor, caller } = work;
    const event = await this.channels.write(store, caller.brandId, change);
    if (event === null) return;
    await revoke('brand', caller.brandId, caller.brandId);
    await this.audit.record(store, originIn(caller.brandId, actor), { ...event, target: { type: 'brand', id: uid } });
  }

  private async tryOn(standing: StandingSettings, work: Work): Promise<BrandSettings | null> {
    const { store, revoke, actor, caller, command } = work;
    const { brandId, type } = caller;
    const given = 'given' in command ? command.given : await this.givenBy(store, brandId, command.fromVersion);
    const current = withDefaults(standing.settings);
    const { settings, changes } = changeSettings(current, given, {
      isOperator: type === 'SuperAdmin',
      acceptedRisks: command.acceptedRisks ?? [],
    });
    if (changes.length === 0) return current;
    const actorUserId = actor.brandId === brandId ? actor.userId : null;
    const next = { settings: storedForm(settings), actorUserId, at: command.at };
    if (!(await this.settings.replace(store, brandId, standing, next))) return null;
    await revoke('brand', brandId, brandId);
    const events = changes.map((change) => eventOf(standing, change));
    await this.audit.record(store, originIn(brandId, actor), ...events);
    return settings;
  }

  private async givenBy(store: Store, brandId: Caller['brandId'], version: number): Promise<GivenSettings> {
    const stored = await this.settings.findVersion(store, brandId, version);
    if (!stored) throw invalidField('fromVersion', `The brand has no settings of version ${version}.`);
    return withDefaults(stored);
  }
}

interface Work {
  readonly store: Store;
  readonly revoke: Revoke;
  readonly actor: Actor;
  readonly caller: Caller;
  readonly command: ChangeSettingsCommand;
}

/** The service account is no value of the settings: it goes into a table of its own. */
function withoutCredential(command: ChangeSettingsCommand): {
  readonly credential: unknown;
  readonly command: ChangeSettingsCommand;
} {
  if (!('given' in command)) return { credential: undefined, command };
  const { firebaseCredential: credential, ...given } = command.given;
  return { credential, command: { ...command, given } };
}

function eventOf({ uid, version }: StandingSettings, { member, from, to }: SettingChange): AuditEvent {
  const values = member.setting.isSecret === true ? {} : { from, to };
  const details = { version: version + 1, member: member.name, ...values };
  return { event: 'brand.setting_changed', target: { type: 'brand', id: uid }, details };
}
