import { invalidField } from '../../kernel/errors/brandgate-error';
import { type MailText, oneLine } from './mail-text';
import type { MailTopic } from './mail-topics';
import { namesIn, placeholdersOf } from './placeholders';

const SUBJECT_LENGTH = 300;
const MAX_BYTES = 60_000;

/** Without these a mail of the topic is of no use; each form has to hold them. */
const ESSENTIAL: Readonly<Partial<Record<MailTopic, readonly string[]>>> = {
  'reset-link': ['link'],
  'reset-code': ['code'],
  'verify-email': ['link'],
  invitation: ['link'],
  registration: ['link'],
  'sign-in-code': ['code'],
};
const SCRIPT = /<\s*script/i;
/** Unquoted, a value could end its attribute. */
const UNQUOTED = /=\s*\{\{/;
/** Where a value would be an address, only an address may stand. */
const ADDRESS = /\b(?:href|src|action|background|poster|xlink:href)\s*=\s*["']\s*\{\{(?!link\}\})/i;

/** A brand's own template, before it is kept or shown. @throws BrandgateError request.invalid with the member at fault */
export function requireTemplate(topic: MailTopic, text: MailText): void {
  const { subject, plain, html } = text;
  if (subject.trim() === '' || [...subject].length > SUBJECT_LENGTH || oneLine(subject) !== subject.trim()) {
    throw invalidField('subject', `subject must be one line of at most ${SUBJECT_LENGTH} characters.`);
  }
  for (const [field, body] of Object.entries({ plain, html })) {
    if (body.trim() === '' || Buffer.byteLength(body) > MAX_BYTES || body.includes('\0')) {
      throw invalidField(field, `${field} must be a text of at most ${MAX_BYTES} bytes.`);
    }
  }
  requireKnown(topic, text);
  requireEssential(topic, text);
  requireSafe(html);
}

function requireKnown(topic: MailTopic, text: MailText): void {
  const known = placeholdersOf(topic);
  const { subject, plain, html } = text;
  for (const [field, template] of Object.entries({ subject, plain, html })) {
    const unknown = namesIn(template).some((name) => !known.includes(name));
    if (unknown) throw invalidField(field, `Between {{ and }} ${field} may hold: ${known.join(', ')}.`);
  }
}

function requireEssential(topic: MailTopic, { plain, html }: MailText): void {
  for (const [field, body] of Object.entries({ plain, html })) {
    const missing = ESSENTIAL[topic]?.find((name) => !namesIn(body).includes(name));
    if (missing !== undefined) throw invalidField(field, `${field} must hold {{${missing}}}.`);
  }
}

function requireSafe(html: string): void {
  if (SCRIPT.test(html)) throw invalidField('html', 'html must hold no scripts.');
  if (UNQUOTED.test(html)) throw invalidField('html', 'Attributes that hold a placeholder must be in quotes.');
  if (ADDRESS.test(html)) throw invalidField('html', 'An address may begin with no other placeholder than {{link}}.');
}
