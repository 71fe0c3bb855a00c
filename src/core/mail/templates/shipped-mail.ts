import type { MailTopic } from '../mail-topics';

/** The words of one mail, from which its plain text and its HTML are made alike. All may hold placeholders. */
export interface ShippedMail {
  readonly subject: string;
  /** Paragraphs before the link or the code. */
  readonly before: readonly string[];
  /** What the button says; for topics with a `link`. */
  readonly button?: string;
  /** Paragraphs after them. */
  readonly after: readonly string[];
}

/** One language; a topic that it lacks does not compile. */
export interface ShippedLanguage {
  readonly greeting: string;
  /** Below each mail of a brand that has a support address. */
  readonly support: string;
  readonly mails: Readonly<Record<MailTopic, ShippedMail>>;
}
