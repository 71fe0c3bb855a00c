import type { ChangeSettingsCommand } from '../../flows/change-brand-settings/change-brand-settings.flow';
import { SETTING_MEMBERS } from '../../core/brands/settings/setting-members';
import { invalidField } from '../../kernel/errors/brandgate-error';

const NAMES = new Set(SETTING_MEMBERS.map(({ group, key }) => group ?? key));

/** The settings that a body gives, or with `fromVersion` the version it goes back to; not both at once. */
export function settingsCommandOf(body: Readonly<Record<string, unknown>>, at: number): ChangeSettingsCommand {
  const { fromVersion } = body;
  const acceptedRisks = acceptedRisksOf(body);
  if (fromVersion === undefined || fromVersion === null) return { given: body, at, acceptedRisks };
  if (typeof fromVersion !== 'number' || !Number.isSafeInteger(fromVersion) || fromVersion < 0) {
    throw invalidField('fromVersion', 'fromVersion must be a whole number of 0 or more.');
  }
  const rival = Object.keys(body).find((name) => NAMES.has(name));
  if (rival !== undefined) throw invalidField('fromVersion', 'fromVersion must be given without other settings.');
  return { fromVersion, at, acceptedRisks };
}

function acceptedRisksOf({ acceptedRisks }: Readonly<Record<string, unknown>>): readonly string[] {
  if (acceptedRisks === undefined || acceptedRisks === null) return [];
  const isList = Array.isArray(acceptedRisks) && acceptedRisks.every((name) => typeof name === 'string');
  if (!isList) throw invalidField('acceptedRisks', 'acceptedRisks must be a list of names of settings.');
  return acceptedRisks;
}
