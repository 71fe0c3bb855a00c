/**
 * Why a request was refused, in words for an operator: kept for `brandgate why`, never sent. A closed set; `{name}` is
 * filled with a fact that the place which refuses knows. Facts are names, numbers and instants of the gateway's own,
 * never a text of the client's (SEC-LOG-01).
 */
export const REASONS = {
  'http-unparsable': 'the bytes are no HTTP request ({code})',
  'upgrade-refused': 'the request asks for an upgrade, and no route is one',
  'host-missing': 'the request has no Host',
  'hosts-differ': 'the request has more than one Host',
  'target-form': 'the target is no path, and no URL of the Host that was sent',
  'path-dubious': 'the path has encoded separators, dot segments, double slashes or control characters',
  'path-undecodable': 'the path cannot be decoded',
  'headers-repeated': 'sent more than once: {headers}',
  'headers-contradict': 'the old and the new name of a header have different values: {headers}',
  'brand-unnamed': "no brand is named, and the Host is no brand's domain",
  'brand-text-invalid': 'what the {source} holds is no host name',
  'brand-unknown': 'no brand has the domain that the {source} names',
  'brand-id-unknown': 'no brand has the id of the path',
  'brand-code-unknown': 'no brand has the code of the path',
  'brand-body-off': 'the brand is named by the body alone, and its setting legacyBodyCredentials is off',
  'host-of-another-brand': 'the Host is the domain of another brand than the Brand-URL names',
  'key-of-another-brand': 'the API key is of another brand than the request names',
  'no-credentials': 'the path is not open to everybody, and there is no {missing}',
  'role-absent': 'nobody gave the user or the app a role',
  'role-inactive': 'the role in force is inactive',
  'role-lacks': 'the role in force does not allow {verb} here',
  'bucket-full': 'more than {limit} requests in {seconds} s in the bucket {bucket}',
  'strangers-full': 'more than {limit} requests in {seconds} s from this address that name no known brand',
  'key-malformed': 'what was sent is no Auth-Key',
  'key-is-refresh': 'a refresh key was sent as Auth-Key',
  'key-unknown': 'there is no such key in this brand',
  'key-foreign': 'there is no such key in this brand',
  'key-expired': 'the key expired at {at}',
  'token-malformed': 'what was sent is no session token',
  'token-unsigned': 'no key of its brand signed the token',
  'token-foreign': 'the token is of another brand, or not for this dialect',
  'key-superseded': 'the key was replaced by a refresh at {at}',
  'session-ended': 'the session ended at {at}: {cause}',
  'session-expired': 'the session expired at {at}',
  'session-scope': 'the session is good for {scope} only',
  'user-deleted': 'the account is deleted',
  'user-state': 'the account is {status}',
  'keys-of-two-users': 'header and body carry keys of two users',
  'device-blocked': 'the device is {status} for everybody',
  'device-removed': 'the device was removed from this user',
  'device-code-malformed': 'what was sent is no device code',
  'device-unknown': 'the brand has no device of this code',
  'device-unlinked': 'the device is not linked with this user',
  'device-quota': "the user has {quota} devices or more, and the brand's quota mode is {mode}",
  'device-cap': 'the user is linked with as many devices as the gateway allows',
  'header-drift': 'the request tells of {what}, and {setting} is {policy}; a new sign-in that tells of it is taken',
  'permission-missing': 'the permission {permission} is missing',
  'cross-unsigned': 'another brand is named as target, and nobody is signed in',
  'cross-not-below': "the target brand is not below the caller's brand",
  'role-of-own': 'the caller holds the role, or is otherwise concerned',
  'services-bound': 'the caller is no administrator, or is bound by a role in an app',
  'sign-in-too-old': 'the sign-in is too long ago for this, by the brand setting requireRecentSignIn',
  'target-tier': 'the user acted on has the higher type {type}',
  'target-self': 'nobody does this to their own account',
  'grant-beyond-own': 'the permission {permission} is to be granted, and the caller lacks it',
  'answer-wrong': 'the answer to the security question is wrong, or the tries of 24 hours are used up',
  'account-unknown': 'there is no account of this name',
  'account-without-password': 'the account has no password of its own',
  'account-budget-spent': "the account's tries are used up for another {seconds} s; the password was not looked at",
  'password-wrong': 'the password is wrong',
  'password-too-old': 'the password is of {at}, and the brand lets none live longer than 90 days',
  'locked-until': 'the account is locked automatically until {at}',
  'locked-for-good': 'the account is locked automatically until an administrator unlocks it',
  'hard-stop': 'the account had {failures} failed sign-ins in a row, and the device is not known',
  'brand-flooded': 'the brand has many times its usual failed sign-ins, and the device is not known',
  'credentials-changed': 'the password or the state of the account changed meanwhile',
  'refresh-key-malformed': 'what was sent is no refresh key',
  'refresh-device-mismatch': 'the session is bound to another device than the one that asks',
  'refresh-key-stolen': 'the refresh key was used before; the session was ended',
  'ring-entry-gone': 'the entry of the key ring that derived the pair is no longer there',
  'registration-off': "the brand's setting selfRegistration is off",
  'token-unknown': 'there is no open token of this kind for this account',
  'token-used': 'the token was used, replaced or voided meanwhile',
  'token-expired': 'the token was the right one and has expired',
  'link-host': "the link's host is no verified domain of the brand and not in resetLinkHosts",
  'invitations-off': "the brand's setting invitations is off",
  'code-of-mail-wrong': 'the code that was mailed is another one, was used, or has expired',
  'app-version': 'the app runs a version on {os} that is blocked, or below the least one, {minimum}',
  'code-taken': 'another brand has the same code',
  'target-inactive': 'the target brand is inactive, and the caller is no SuperAdmin',
  'status-of-own-brand': 'only a SuperAdmin sets the status of their own brand',
  'setting-of-operators': 'only a SuperAdmin changes the setting {name}',
  'record-not-shown': 'the DNS of the domain does not show the record, or did not answer',
  'form-foreign': 'the form was sent by a page of another site',
  'form-token': 'the form does not have the token of the page it was shown on',
  'metrics-token': 'the bearer token of /metrics is unset, absent or wrong',
} as const satisfies Record<string, string>;

export type ReasonCode = keyof typeof REASONS;

/** What the reason leaves out, because it tells of another brand: for operators of the whole installation (SEC-TEN-03). */
const INSIGHTS: Readonly<Partial<Record<ReasonCode, string>>> = { 'key-foreign': 'the key belongs to another brand' };

export type Facts = Readonly<Record<string, string | number>>;

/** A cause with what belongs to it. */
export interface Reason {
  readonly reason: ReasonCode;
  readonly facts?: Facts;
}

const MAX_FACT = 80;

export function reasonText({ reason, facts = {} }: Reason): string {
  return REASONS[reason].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?').slice(0, MAX_FACT));
}

export function insightText({ reason }: Reason): string | null {
  return INSIGHTS[reason] ?? null;
}

/** The form in which reasons tell an instant. @param at epoch ms */
export function instantFact(at: number): string {
  const instant = new Date(at);
  // Whatever a row holds, a reason never fails.
  return Number.isNaN(instant.getTime()) ? String(at) : instant.toISOString();
}
