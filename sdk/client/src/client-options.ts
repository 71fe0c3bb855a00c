import type { BackOffSettings } from './back-off.ts';
import type { DeviceOptions } from './device-identity.ts';
import type { FetchLike } from './fetch-like.ts';
import type { KeyStorage } from './key-storage.ts';

export interface ClientOptions {
  /** Where the gateway is: `https://auth.example.com`, with a path when a proxy puts it below one. */
  readonly gatewayUrl: string;
  /** A domain of the brand; not needed when the gateway is reached by one (JFW-BRD-01). */
  readonly brand?: string | undefined;
  /** The device this runs on. Without one, a lost answer of a refresh can be asked for again for 60 s only. */
  readonly device?: DeviceOptions | undefined;
  /** Where the keys are kept; default: in memory. */
  readonly storage?: KeyStorage | undefined;
  /** Default: the global one. */
  readonly fetch?: FetchLike | undefined;
  /** Milliseconds since 1970; default: the platform's clock. */
  readonly now?: (() => number) | undefined;
  /** For each exchange with the gateway; default 10,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** How long before its end an Auth Key is renewed; default 60,000 ms. */
  readonly refreshAheadMs?: number | undefined;
  /** Default: 4 tries, 500 ms before the second, never more than 5,000 ms. */
  readonly refreshRetry?: Partial<BackOffSettings> | undefined;
}
