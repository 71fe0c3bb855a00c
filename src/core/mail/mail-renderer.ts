import { Injectable } from '@nestjs/common';
import { Database } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { localesFor } from './locales';
import { laidOut } from './mail-layout';
import { MailTemplateRepository, type TemplateName } from './mail-template.repository';
import { escapeHtml, type MailText, oneLine } from './mail-text';
import { isMailTopic, type MailTopic } from './mail-topics';
import type { QueuedMail } from './mailer';
import { exampleValues, fill } from './placeholders';
import { isShippedLocale, SHIPPED_LANGUAGES, shippedTemplate } from './templates/shipped-templates';

/** A mail as people read it. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
}

/** A template and the language it is written in. */
export interface FoundTemplate {
  readonly text: MailText;
  readonly locale: string;
}

/** Puts a mail's values into the words of its topic: the brand's own, else the shipped ones. */
@Injectable()
export class MailRenderer {
  constructor(
    private readonly database: Database,
    private readonly templates: MailTemplateRepository,
  ) {}

  /** In the recipient's language, the brand's, or English: the first that there is a template in. */
  async render(brand: BrandSnapshot, topic: string, { recipient, values }: QueuedMail): Promise<RenderedMail> {
    if (!isMailTopic(topic)) throw new TypeError('there are no mails of this topic');
    const template = await this.find(brand, topic, recipient.locale);
    const common = {
      brandName: brand.name,
      recipientName: recipient.name ?? recipient.address,
      recipientAddress: recipient.address,
      supportAddress: brand.settings.supportAddress ?? '',
    };
    return this.compose(brand, template, { ...values, ...common });
  }

  /** @param values for every placeholder that the template may hold */
  compose(brand: BrandSnapshot, { text, locale }: FoundTemplate, values: Readonly<Record<string, string>>) {
    const filled = {
      subject: oneLine(fill(text.subject, values, oneLine)),
      plain: fill(text.plain, values, oneLine),
      html: fill(text.html, values, (value) => escapeHtml(oneLine(value))),
    };
    const [base = ''] = locale.split('-');
    const { support } = SHIPPED_LANGUAGES[isShippedLocale(base) ? base : brand.settings.language];
    const { supportAddress } = brand.settings;
    const letterhead = {
      ...{ brandName: oneLine(brand.name), profile: brand.profile, language: locale },
      support: supportAddress === null ? null : fill(support, { supportAddress }, oneLine),
    };
    const { subject, plain, html } = laidOut(filled, letterhead);
    return { subject, text: plain, html, language: locale } satisfies RenderedMail;
  }

  /** With example values; the brand and its letterhead are real. */
  preview(brand: BrandSnapshot, { topic, locale }: TemplateName, text: MailText): RenderedMail {
    const { brandName, supportAddress, ...others } = exampleValues(topic);
    const own = { brandName: brand.name, supportAddress: brand.settings.supportAddress ?? supportAddress ?? '' };
    return this.compose(brand, { text, locale }, { ...others, ...own });
  }

  private async find({ id, settings }: BrandSnapshot, topic: MailTopic, wanted: string | null): Promise<FoundTemplate> {
    const own = await this.templates.listOfTopic(this.database.store, id, topic);
    for (const locale of localesFor(wanted, settings.language)) {
      const text = own.find((template) => template.locale === locale) ?? shippedTemplate(topic, locale);
      if (text) return { text, locale };
    }
    throw new TypeError('English is shipped');
  }
}
