import { COMMON_PLACEHOLDERS, MAIL_TOPICS, type MailTopic } from './mail-topics';

const PLACEHOLDER = /\{\{([A-Za-z]+)\}\}/g;

/** What a template of the topic may hold. */
export function placeholdersOf(topic: MailTopic): string[] {
  return [...Object.keys(COMMON_PLACEHOLDERS), ...Object.keys(MAIL_TOPICS[topic].placeholders)];
}

/** Values for a preview. */
export function exampleValues(topic: MailTopic): Readonly<Record<string, string>> {
  return { ...COMMON_PLACEHOLDERS, ...MAIL_TOPICS[topic].placeholders };
}

/** Names between double braces, and what merely begins like one, as it stands. */
export function namesIn(template: string): string[] {
  const parts = template.split('{{').slice(1);
  return parts.map((part) => /^([A-Za-z]+)\}\}/.exec(part)?.[1] ?? `{{${part.slice(0, 40)}`);
}

/**
 * Puts values in the place of placeholders, in one pass: a value is never itself looked at (SEC-IN-17).
 * @param form what the text around it demands of a value
 */
export function fill(
  template: string,
  values: Readonly<Record<string, string>>,
  form: (value: string) => string,
): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(values, name) ? form(values[name] ?? '') : whole,
  );
}
