/** A mail server and who writes: `smtp(s)://user:password@host:port`. */
export interface MailServer {
  readonly url: string;
  /** The installation's own may stand anywhere; a brand's only where the installation lets it (SEC-EGR-02). */
  readonly isTrusted: boolean;
  /** The installation's setting `egressAllowList`. */
  readonly allowList: readonly string[];
}

/** A mail, ready to go. */
export interface OutgoingMail {
  /** Without angle brackets: `0197…@example.com`. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string | null; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** A language tag. */
  readonly language: string;
}

/** What became of a mail. `refused`: the server will never take it. `unavailable`: it may later. The text is for operators. */
export type MailOutcome =
  { readonly kind: 'sent' } | { readonly kind: 'refused' | 'unavailable'; readonly error: string };

/** Hands mails to a server that takes them on. */
export abstract class MailTransport {
  /** Never throws: whatever goes wrong is an outcome. */
  abstract send(server: MailServer, mail: OutgoingMail): Promise<MailOutcome>;

  /** Connects and signs in, without sending anything. */
  abstract verify(server: MailServer): Promise<MailOutcome>;
}
