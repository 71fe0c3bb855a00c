import { Injectable } from '@nestjs/common';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { canonicalLocale } from './locales';
import { MailTemplateRepository, type TemplateName } from './mail-template.repository';
import type { MailText } from './mail-text';
import { isMailTopic, MAIL_TOPICS, type MailTopic } from './mail-topics';
import { requireTemplate } from './template-check';
import { SHIPPED_LANGUAGES, shippedTemplate } from './templates/shipped-templates';

/** One of the templates that a brand's mails are made of. */
export interface BrandTemplate extends TemplateName {
  readonly text: MailText;
  /** The brand's own; else the shipped one. */
  readonly isOwn: boolean;
  readonly modifiedAt: number | null;
}

export type ListedTemplate = Omit<BrandTemplate, 'text'>;

/** @throws BrandgateError mail.template-not-found for a topic that there is not, and for what is no language */
export function templateNameOf(topic: string, locale: string): TemplateName {
  const canonical = canonicalLocale(locale);
  if (!isMailTopic(topic) || canonical === null) throw new BrandgateError('mail.template-not-found');
  return { topic, locale: canonical };
}

/** A brand's templates as they are in force: its own, and those shipped in the place of what it did not write. */
@Injectable()
export class MailTemplates {
  constructor(
    private readonly database: Database,
    private readonly repository: MailTemplateRepository,
  ) {}

  /** Every topic in every language that it is shipped in, or that the brand wrote it in. */
  async list(brandId: BrandId): Promise<ListedTemplate[]> {
    const own = await this.repository.listNames(this.database.store, brandId);
    return (Object.keys(MAIL_TOPICS) as MailTopic[]).flatMap((topic) => {
      const written = new Map(own.filter((one) => one.topic === topic).map((one) => [one.locale, one.modifiedAt]));
      const locales = [...new Set([...Object.keys(SHIPPED_LANGUAGES), ...written.keys()])].sort();
      return locales.map((locale) => {
        return { topic, locale, isOwn: written.has(locale), modifiedAt: written.get(locale) ?? null };
      });
    });
  }

  /** @throws BrandgateError mail.template-not-found */
  async get(brandId: BrandId, name: TemplateName): Promise<BrandTemplate> {
    const own = await this.repository.find(this.database.store, brandId, name);
    const text = own ?? shippedTemplate(name.topic, name.locale);
    if (!text) throw new BrandgateError('mail.template-not-found');
    const { subject, plain, html } = text;
    return { ...name, text: { subject, plain, html }, isOwn: own !== null, modifiedAt: own?.modifiedAt ?? null };
  }

  /**
   * What is in force, with what is given in its place; whole, it need not be there yet.
   * @throws BrandgateError mail.template-not-found, request.invalid
   */
  async draft(brandId: BrandId, name: TemplateName, given: Partial<MailText>): Promise<MailText> {
    const { subject, plain, html } = given;
    const isWhole = subject !== undefined && plain !== undefined && html !== undefined;
    const text = isWhole ? { subject, plain, html } : await this.changed(brandId, name, given);
    requireTemplate(name.topic, text);
    return text;
  }

  private async changed(brandId: BrandId, name: TemplateName, given: Partial<MailText>): Promise<MailText> {
    const { text } = await this.get(brandId, name);
    const { subject = text.subject, plain = text.plain, html = text.html } = given;
    return { subject, plain, html };
  }
}
