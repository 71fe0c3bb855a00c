import { MAIL_TOPICS, type MailTopic } from '../mail-topics';
import type { MailText } from '../mail-text';
import { ENGLISH } from './en';
import type { ShippedLanguage } from './shipped-mail';
import { VIETNAMESE } from './vi';

/** The languages that the gateway brings along; `language` of a brand is one of them. */
export const SHIPPED_LANGUAGES = { en: ENGLISH, vi: VIETNAMESE } as const satisfies Record<string, ShippedLanguage>;

export type ShippedLocale = keyof typeof SHIPPED_LANGUAGES;

export function isShippedLocale(locale: string): locale is ShippedLocale {
  return Object.hasOwn(SHIPPED_LANGUAGES, locale);
}

/** A template as it is shipped, in the form in which a brand writes its own. Null for a language that there is not. */
export function shippedTemplate(topic: MailTopic, locale: string): MailText | null {
  if (!isShippedLocale(locale)) return null;
  const { greeting, mails } = SHIPPED_LANGUAGES[locale];
  const { subject, before, button, after } = mails[topic];
  const [hasCode, hasLink] = ['code', 'link'].map((name) => Object.hasOwn(MAIL_TOPICS[topic].placeholders, name));
  const code = hasCode === true ? ['{{code}}'] : [];
  const link = hasLink === true ? ['{{link}}'] : [];
  const plain = [greeting, ...before, ...code, ...link, ...after].join('\n\n');
  const html = [
    ...[greeting, ...before].map(paragraph),
    ...code.map((text) => `<p class="code">${text}</p>`),
    ...link.map((href) => `<p><a class="button" href="${href}">${button ?? href}</a></p>`),
    ...after.map(paragraph),
  ].join('\n');
  return { subject, plain, html };
}

function paragraph(text: string): string {
  return `<p>${text}</p>`;
}
