import { emailAddress, host, networkPlace } from '../../kernel/settings/address-types';
import { defaultsOf, setting, type SettingList, type ValuesOf } from '../../kernel/settings/setting';
import { flag, listOf, orNull, text, wholeNumber } from '../../kernel/settings/setting-type';

/** A token that fits into a header, long enough not to be guessed. */
const TOKEN = text(256, 'visible ASCII, 16 characters or more,', (value) =>
  /^[!-~]{16,}$/.test(value) ? value : null,
);
const FILE = text(1_024, 'the absolute path of a file', (value) => (/^(\/|[A-Za-z]:[\\/])/.test(value) ? value : null));

/** Every setting of the installation (architecture §11): defaults, checks and documentation come from here. */
export const GATEWAY_SETTINGS = {
  gatewayHosts: setting(listOf(host({ allowIpLiterals: true }), 100), [], {
    meaning:
      'more hosts of the gateway itself, beside that of `BRANDGATE_PUBLIC_URL`. They name no brand, so any `Brand-URL` may be sent to them (JFW-BRD-05); without a port good for every one',
  }),
  allowIpLiteralBrands: setting(flag(), false, {
    meaning: "lets an IP address be a brand's domain; for development",
  }),
  rootDomain: setting(orNull(host()), null, {
    meaning: 'domain below which `GET brands/generate-domain` makes names for new brands',
  }),
  mailFromAddress: setting(orNull(emailAddress()), null, {
    meaning: 'sender of mails over `SMTP_URL`; null: `no-reply@` and the host of `BRANDGATE_PUBLIC_URL`',
  }),
  outboxRetentionDays: setting(wholeNumber(1, 365), 30, {
    unit: 'days',
    meaning: 'how long it is kept that a mail was sent, or why it was not',
  }),
  pushRetentionDays: setting(wholeNumber(1, 365), 30, {
    unit: 'days',
    meaning: 'how long it is kept what became of a push message after its end, and of a farewell after its 28 days',
  }),
  pushHost: setting(orNull(host({ allowIpLiterals: true })), null, {
    meaning: "host and port at which Google's hosts are reached, for a network without a way out; null: at Google",
  }),
  pushAuthorityFile: setting(orNull(FILE), null, {
    meaning: 'PEM file of the authority that vouches for `pushHost`; null: those that the system trusts',
  }),
  egressAllowList: setting(listOf(networkPlace(), 100), [], {
    meaning:
      'private addresses, ranges and hosts that the gateway may call all the same (SEC-EGR-02): mail servers of brands',
  }),
  egressAllowHttp: setting(flag(), false, {
    meaning: 'the gateway may call addresses without TLS (SEC-EGR-01)',
    keptFor: 'webhooks and upstreams',
  }),
  breachedPasswordFile: setting(orNull(FILE), null, {
    meaning: 'sorted list of SHA-1 sums of passwords that nobody may choose (SEC-PW-07)',
  }),
  drainSeconds: setting(wholeNumber(0, 600), 5, {
    unit: 's',
    meaning: 'time between "not ready" and the end of accepting (REL-07)',
  }),
  metricsToken: setting(orNull(TOKEN), null, {
    meaning: 'bearer token of `/metrics`; null keeps it closed (REL-11)',
    isSecret: true,
  }),
  shortenLoggedAddresses: setting(flag(), false, {
    meaning: 'cuts client addresses to /24 and /48 wherever they are logged (SEC-GDP-03)',
    keptFor: 'logs that hold addresses',
  }),
  refusalRetentionHours: setting(wholeNumber(1, 8_760), 72, {
    unit: 'h',
    meaning: 'how long refused requests can be looked up by their correlation id',
  }),
} as const satisfies SettingList;

export type GatewaySettingName = keyof typeof GATEWAY_SETTINGS;
export type GatewaySettingValues = ValuesOf<typeof GATEWAY_SETTINGS>;

export const DEFAULT_GATEWAY_SETTINGS: GatewaySettingValues = defaultsOf(GATEWAY_SETTINGS);

export function isGatewaySetting(name: string): name is GatewaySettingName {
  return Object.hasOwn(GATEWAY_SETTINGS, name);
}
