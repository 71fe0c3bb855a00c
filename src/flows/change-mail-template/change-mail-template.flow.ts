import { Injectable } from '@nestjs/common';
import { type Actor, originIn } from '../../core/audit/actor';
import { AuditTrail } from '../../core/audit/audit-trail';
import { MailTemplateRepository, type TemplateName } from '../../core/mail/mail-template.repository';
import { type BrandTemplate, MailTemplates } from '../../core/mail/mail-templates';
import type { MailText } from '../../core/mail/mail-text';
import { requireTemplate } from '../../core/mail/template-check';
import type { Caller } from '../../core/roles/caller';
import { BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';

/** Templates of one brand: every topic in a dozen languages. */
const MOST = 200;

/** A brand writes its mails in its own words, and goes back to the shipped ones. */
@Injectable()
export class ChangeMailTemplateFlow {
  constructor(
    private readonly database: Database,
    private readonly templates: MailTemplates,
    private readonly repository: MailTemplateRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws BrandgateError request.invalid */
  async save(
    actor: Actor,
    { brandId, self }: Caller,
    name: TemplateName,
    text: MailText,
    now: number,
  ): Promise<BrandTemplate> {
    requireTemplate(name.topic, text);
    await this.database.transaction(async (store) => {
      await this.repository.replace(store, brandId, name, { text, by: self?.id ?? null, at: now });
      if ((await this.repository.count(store, brandId)) > MOST) {
        throw invalidField('locale', `A brand has at most ${MOST} templates.`);
      }
      await this.audit.record(store, originIn(brandId, actor), eventOf(name, 'saved'));
    });
    return this.templates.get(brandId, name);
  }

  /** @throws BrandgateError mail.template-not-found when the brand has none of its own */
  async reset(actor: Actor, { brandId }: Caller, name: TemplateName): Promise<void> {
    await this.database.transaction(async (store) => {
      const wasThere = await this.repository.delete(store, brandId, name);
      if (!wasThere) throw new BrandgateError('mail.template-not-found');
      await this.audit.record(store, originIn(brandId, actor), eventOf(name, 'reset'));
    });
  }
}

function eventOf({ topic, locale }: TemplateName, change: 'saved' | 'reset') {
  const target = { type: 'mail-template', id: `${topic}/${locale}` };
  return { event: 'mail.template_changed' as const, target, details: { change, topic, locale } };
}
