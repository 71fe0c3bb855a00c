import { MAIL_TOPICS } from '../../../core/mail/mail-topics';
import { arrayOf, FLAG, INSTANT, objectSchema, oneOf, orNull, TEXT, WHOLE_NUMBER } from '../../wire/schema';
import type { listedTemplateView, mailChannelView, mailPreviewView, mailTemplateView } from '../views/mail.view';

export const MailChannelSchema = objectSchema<ReturnType<typeof mailChannelView>>('MailChannel', {
  host: TEXT,
  port: WHOLE_NUMBER,
  isSecure: { ...FLAG, description: 'TLS from the start; else it is asked for in the conversation.' },
  hasCredentials: FLAG,
  fromAddress: TEXT,
  fromName: { ...orNull(TEXT), description: "Null: the brand's name." },
  testedDate: INSTANT,
  modifiedDate: INSTANT,
});

const LISTED = {
  topic: oneOf(Object.keys(MAIL_TOPICS)),
  meaning: TEXT,
  locale: TEXT,
  isOwn: { ...FLAG, description: "The brand's own; else the shipped one." },
  modifiedDate: orNull(INSTANT),
};

export const ListedMailTemplateSchema = objectSchema<ReturnType<typeof listedTemplateView>>(
  'ListedMailTemplate',
  LISTED,
);

export const MailTemplateSchema = objectSchema<ReturnType<typeof mailTemplateView>>('MailTemplate', {
  ...LISTED,
  subject: TEXT,
  plain: TEXT,
  html: TEXT,
  placeholders: arrayOf(TEXT),
});

export const MailPreviewSchema = objectSchema<ReturnType<typeof mailPreviewView>>('MailPreview', {
  subject: TEXT,
  plain: TEXT,
  html: { ...TEXT, description: 'A whole document. Whoever shows it keeps it apart from their own page.' },
  locale: TEXT,
});
