/** A Google service account, as its JSON file has it. */
export interface ServiceAccount {
  readonly projectId: string;
  readonly clientEmail: string;
  readonly privateKeyId: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Where Google's hosts are reached when not at Google: a gateway to them, or a stand-in. */
export interface PushRoute {
  readonly host: string;
  readonly port: number;
  /** PEM of the authority that vouches for it; null: those that the system trusts. */
  readonly authority: string | null;
}

/** Whose Firebase project it is; another version of the account is another channel. */
export interface PushServer {
  /** Unique per brand and version of its credential. */
  readonly name: string;
  readonly account: ServiceAccount;
  /** Null: Google itself. */
  readonly route: PushRoute | null;
}

/** What a device is told; everything in it is text, as FCM wants it. */
export interface PushContent {
  readonly title?: string;
  readonly body?: string;
  readonly imageUrl?: string;
  readonly data?: Readonly<Record<string, string>>;
  /** Later ones of the same key take its place on the device. */
  readonly collapseKey?: string;
  readonly priority?: 'high' | 'normal';
  /** Seconds that Google keeps it for a device that is away. */
  readonly timeToLive?: number;
  /** Parts of an FCM v1 message that only one system has; passed on as they are. */
  readonly android?: Readonly<Record<string, unknown>>;
  readonly apns?: Readonly<Record<string, unknown>>;
  readonly webpush?: Readonly<Record<string, unknown>>;
}

export interface PushTarget {
  readonly token: string;
  readonly kind: 'fcm_token' | 'fid';
  /** Beside the content's own data: what tells this delivery from others. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * What became of one message. `code` is firebase-admin's without `messaging/`; `retryAfter` seconds where Google named
 * some.
 */
export type PushOutcome =
  | { readonly kind: 'accepted'; readonly id: string }
  | {
      readonly kind: 'failed';
      readonly code: string;
      /** Google's text, which tells two kinds of `invalid-argument` apart (JFW-PSH-03); not for logs. */
      readonly message: string;
      readonly retryAfter: number | null;
    };

/** Hands messages to Google. */
export abstract class PushTransport {
  /** At most 500 targets; one outcome each, in their order. Never throws: a failure of the whole is one of each. */
  abstract send(
    server: PushServer,
    content: PushContent,
    targets: readonly PushTarget[],
  ): Promise<readonly PushOutcome[]>;

  /** Whether Google gives a token for the account. */
  abstract verify(
    server: PushServer,
  ): Promise<{ readonly kind: 'accepted' } | { readonly kind: 'failed'; readonly code: string }>;

  /** Lets go of a channel whose account has changed. */
  abstract forget(name: string): Promise<void>;
}
