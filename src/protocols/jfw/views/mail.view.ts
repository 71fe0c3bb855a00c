import type { DescribedChannel } from '../../../core/mail/mail-channel-reader';
import type { RenderedMail } from '../../../core/mail/mail-renderer';
import type { BrandTemplate, ListedTemplate } from '../../../core/mail/mail-templates';
import { MAIL_TOPICS } from '../../../core/mail/mail-topics';
import { placeholdersOf } from '../../../core/mail/placeholders';
import { instant, instantOrNull } from './instant';

/** A brand's own mail server, without its credentials (SEC-KEY-04). */
export function mailChannelView(channel: DescribedChannel) {
  const { host, port, isSecure, hasCredentials, fromAddress, fromName, testedAt, modifiedAt } = channel;
  return {
    ...{ host, port, isSecure, hasCredentials, fromAddress, fromName },
    testedDate: instant(testedAt),
    modifiedDate: instant(modifiedAt),
  };
}

export function listedTemplateView({ topic, locale, isOwn, modifiedAt }: ListedTemplate) {
  return { topic, meaning: MAIL_TOPICS[topic].meaning, locale, isOwn, modifiedDate: instantOrNull(modifiedAt) };
}

export function mailTemplateView(template: BrandTemplate) {
  const { topic, text } = template;
  return { ...listedTemplateView(template), ...text, placeholders: placeholdersOf(topic) };
}

export function mailPreviewView({ subject, text, html, language }: RenderedMail) {
  return { subject, plain: text, html, locale: language };
}
