import { webOrAppUrl } from '../../../kernel/settings/address-types';
import { choice, listOf, orNull, type Reading, type SettingType, text } from '../../../kernel/settings/setting-type';
import { compareAppVersions, parseAppVersion } from '../../../kernel/text/app-version';
import { INSTANT_FORM, parseIsoInstant } from '../../../kernel/text/iso-instant';
import { LOCALISED_TEXTS, type LocalisedTexts } from './localised-texts';
import { versionRange } from './version-range';

/** Which versions of an app an operating system may still run (JFW-VER-01). */
export interface AppVersionPolicy {
  /** Compared without case. */
  readonly osDevice: string;
  readonly minimumVersion: string | null;
  readonly recommendedVersion: string | null;
  /** Single versions, or ranges such as `2.0.0 - 2.0.5`, that are refused although they are not below the minimum. */
  readonly blockedVersions: readonly string[];
  readonly storeUrl: string | null;
  /** Takes the place of the catalogue's text. */
  readonly message: string | null;
  /** The same in other languages, by language tag. */
  readonly messages: LocalisedTexts;
  /** Beginnings of paths that it is about; empty: every path. The longest one that fits decides. */
  readonly routes: readonly string[];
  /** ISO instant before which nobody is refused; versions below are told that a newer one is recommended. */
  readonly startsAt: string | null;
  /** `count` refuses nobody and counts whom it would refuse. */
  readonly mode: 'enforce' | 'count';
}

const MOST = 20;
const VERSION = orNull(text(64, 'a version', (value) => (parseAppVersion(value) === null ? null : value)));
const ROUTE = text(255, 'a path such as /api/v1/users', (value) => (/^\/[!-~]*$/.test(value) ? value : null));
const INSTANT = text(40, INSTANT_FORM, (value) => {
  const at = parseIsoInstant(value);
  return at === null ? null : new Date(at).toISOString();
});

type Members = { readonly [K in keyof AppVersionPolicy]: SettingType<AppVersionPolicy[K]> };

const MEMBERS: Members = {
  osDevice: text(64),
  minimumVersion: VERSION,
  recommendedVersion: VERSION,
  blockedVersions: listOf(versionRange(), 50),
  storeUrl: orNull(webOrAppUrl()),
  message: orNull(text(500)),
  messages: LOCALISED_TEXTS,
  routes: listOf(ROUTE, 20),
  startsAt: orNull(INSTANT),
  mode: choice(['enforce', 'count']),
};

/** What an absent member is. */
const ABSENT: Readonly<Partial<Record<keyof AppVersionPolicy, unknown>>> = {
  blockedVersions: [],
  messages: {},
  routes: [],
  mode: 'enforce',
};

const EXPECTED = `a list of at most ${MOST}, each an object {${Object.keys(MEMBERS).join(', ')}}`;

/** One entry per operating system and routes; versions parse, and the minimum is not above what is recommended (JFW-VER-01, -05). */
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
      if (policies.some((other) => areForTheSame(other, reading.value))) {
        return {
          expected: 'an operating system that no other entry for the same routes names',
          at: `${index}.osDevice`,
        };
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
  const policy: Record<string, unknown> = {};
  for (const [name, type] of Object.entries<SettingType<unknown>>(MEMBERS)) {
    const member = (given as Record<string, unknown>)[name] ?? ABSENT[name as keyof AppVersionPolicy] ?? null;
    const reading = type.read(member);
    if (!('value' in reading)) {
      const at = reading.at === undefined ? '' : `.${reading.at}`;
      return { expected: reading.expected, at: `${index}.${name}${at}` };
    }
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

/** Two entries of one operating system that could both decide about a path. */
function areForTheSame(a: AppVersionPolicy, b: AppVersionPolicy): boolean {
  if (a.osDevice.toLowerCase() !== b.osDevice.toLowerCase()) return false;
  return a.routes.length === 0 || b.routes.length === 0
    ? a.routes.length === b.routes.length
    : a.routes.some((route) => b.routes.includes(route));
}
