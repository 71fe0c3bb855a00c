import type { Permission } from '../core/roles/permission';
import type { BucketName } from './limits/buckets';

/**
 * Who may call. `open`: no brand, no caller (health, documentation). `brand`: a resolved brand. `optional`: a brand, and
 * a caller when the key is good. `user`: a brand and a good key.
 */
export type AccessLevel = 'open' | 'brand' | 'optional' | 'user';

/** What one route demands, declared by `@Access` and judged by the gate. A route without one stops the start. */
export interface Requirement {
  readonly level: AccessLevel;
  /** Needed in the target brand; absent on a `user` route: the caller acts on themself (JFW-ADM-08). */
  readonly permission?: Permission;
  /** The caller's own matters need nothing, those of others this permission: the handler tells them apart (JFW-ADM-08). */
  readonly selfOr?: Permission;
  /** Another brand may be the target though no permission is named: the handler judges it (JFW-SES-06). */
  readonly mayCross?: true;
  /** With it in the target brand the answer holds more; without it, less: never a refusal (JFW-ADM-09). */
  readonly moreWith?: Permission;
  /** Path parameter that holds the id of the target brand (JFW-CAL-09). */
  readonly brandFromPath?: string;
  /** `device`: the request must name a device of the caller (JFW-DEV-10). */
  readonly device?: 'required';
  /** Counters beside `general` that are asked before the caller is known (JFW-LIM-03). */
  readonly limits?: readonly BucketName[];
  /** A counter of the caller's own session, asked when the caller is known (JFW-LIM-03). */
  readonly sessionLimit?: BucketName;
  /** The body names the account by its phone number alone (JFW-AUTH-08): that is what `loginIdentifier` counts. */
  readonly identifiedBy?: 'phone';
  /** A living session's expired key will do: signing out (JFW-SES-02). */
  readonly acceptsExpiredKey?: true;
  /** Device headers register nothing here (JFW-SES-02). */
  readonly registersDevice?: false;
  /** `Origin` may name the brand as well (JFW-BRD-10). */
  readonly brandFromOrigin?: true;
  /** `authKey` in the body is what the request is about, not a credential (JFW-CAL-06). */
  readonly bodyKeyIsTarget?: true;
  /** A role within an app must allow it, or the caller be an administrator whom none binds (DF-ACC-02, -03). */
  readonly byRole?: true;
  /** The version gate lets every app in: to sign out, and to learn of the brand (JFW-VER-02). */
  readonly ignoresAppVersion?: true;
  /** Codes of refusals that this route words differently. */
  readonly isSignIn?: true;
}
