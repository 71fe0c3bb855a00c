import { webOrAppUrl } from '../../../kernel/settings/address-types';
import { orNull, type Reading, type SettingType, text } from '../../../kernel/settings/setting-type';
import { compareAppVersions, parseAppVersion } from '../../../kernel/text/app-version';

/** Which versions of an app an operating system may still run (JFW-VER-01). */
export interface AppVersionPolicy {
  /** Compared without case. */
  readonly osDevice: string;
  readonly minimumVersion: string | null;
  readonly recommendedVersion: string | null;
  readonly storeUrl: string | null;
  /** Takes the place of the catalogue's text. */
  readonly message: string | null;
}

const MOST = 20;
const VERSION = orNull(text(64, 'a version', (value) => (parseAppVersion(value) === null ? null : value)));
const MEMBERS = {
  osDevice: text(64),
  minimumVersion: VERSION,
  recommendedVersion: VERSION,
  storeUrl: orNull(webOrAppUrl()),
  message: orNull(text(500)),
} as const;

const EXPECTED = `a list of at most ${MOST}, each an object {osDevice, minimumVersion, recommendedVersion, storeUrl, message}`;

/** One entry per operating system; versions parse, and the minimum is not above what is recommended (JFW-VER-01, -05). */
export const APP_VERSION_POLICIES: SettingType<readonly AppVersionPolicy[]> = {
  expected: EXPECTED,
  schema: {
    type: 'array',
    maxItems: MOST,
    items: {
      type: 'object',
      required: ['osDevice'],
      properties: Object.fromEntries(Object.entries(MEMBERS).map(([name, { schema }]) => [name, schema])),
    },
  },
  read(value) {
    if (!Array.isArray(value) || value.length > MOST) return { expected: EXPECTED };
    const policies: AppVersionPolicy[] = [];
    for (const [index, given] of value.entries()) {
      const reading = readPolicy(given, index);
      if (!('value' in reading)) return reading;
      if (policies.some(({ osDevice }) => isSame(osDevice, reading.value.osDevice))) {
        return { expected: 'an operating system that no other entry names', at: `${index}.osDevice` };
      }
      policies.push(reading.value);
    }
    return { value: policies };
  },
};

function readPolicy(given: unknown, index: number): Reading<AppVersionPolicy> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { expected: 'an object', at: String(index) };
  }
  const policy: Record<string, string | null> = {};
  for (const [name, type] of Object.entries<SettingType<string | null>>(MEMBERS)) {
    const reading = type.read((given as Record<string, unknown>)[name] ?? null);
    if (!('value' in reading)) return { ...reading, at: `${index}.${name}` };
    policy[name] = reading.value;
  }
  const whole = policy as unknown as AppVersionPolicy;
  return isOrdered(whole)
    ? { value: whole }
    : { expected: 'not above recommendedVersion', at: `${index}.minimumVersion` };
}

function isOrdered({ minimumVersion, recommendedVersion }: AppVersionPolicy): boolean {
  const minimum = parseAppVersion(minimumVersion ?? '');
  const recommended = parseAppVersion(recommendedVersion ?? '');
  return minimum === null || recommended === null || compareAppVersions(minimum, recommended) <= 0;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
