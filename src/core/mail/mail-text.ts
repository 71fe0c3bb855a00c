/** Subject and both forms of a mail, with placeholders or with values in their place. */
export interface MailText {
  readonly subject: string;
  readonly plain: string;
  readonly html: string;
}

// What ends a line or a header field, or disguises what a text says; SEC-IN-17.
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;
const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => SPECIAL[character] ?? '');
}

/** One line, whatever it was: for subjects, names and everything else in a header field. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, ' ').trim();
}
