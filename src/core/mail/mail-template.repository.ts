import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import type { MailText } from './mail-text';
import { MailTemplateEntity } from './mail-template.entity';
import type { MailTopic } from './mail-topics';

/** Which of a brand's templates. */
export interface TemplateName {
  readonly topic: MailTopic;
  readonly locale: string;
}

export interface TemplateChange {
  readonly text: MailText;
  readonly by: UserId | null;
  readonly at: number;
}

/** A brand's own templates. */
@Injectable()
export class MailTemplateRepository {
  async find(store: Store, brandId: BrandId, { topic, locale }: TemplateName): Promise<MailTemplateEntity | null> {
    return store.findOneBy(MailTemplateEntity, { brandId, topic, locale });
  }

  /** In every language that the brand has it in. */
  async listOfTopic(store: Store, brandId: BrandId, topic: MailTopic): Promise<MailTemplateEntity[]> {
    return store.findBy(MailTemplateEntity, { brandId, topic });
  }

  async listNames(
    store: Store,
    brandId: BrandId,
  ): Promise<Pick<MailTemplateEntity, 'topic' | 'locale' | 'modifiedAt'>[]> {
    return store.find(MailTemplateEntity, {
      select: { id: true, topic: true, locale: true, modifiedAt: true },
      where: { brandId },
      order: { topic: 'ASC', locale: 'ASC' },
    });
  }

  /** In the place of the one before. */
  async replace(store: Store, brandId: BrandId, name: TemplateName, { text, by, at }: TemplateChange): Promise<void> {
    const before = await this.find(store, brandId, name);
    await this.delete(store, brandId, name);
    const times = { createdAt: before?.createdAt ?? at, modifiedAt: at };
    const { subject, plain, html } = text;
    await store.insert(MailTemplateEntity, { brandId, ...name, subject, plain, html, modifiedBy: by, ...times });
  }

  /** @returns false when there was none */
  async delete(store: Store, brandId: BrandId, { topic, locale }: TemplateName): Promise<boolean> {
    const { affected } = await store.delete(MailTemplateEntity, { brandId, topic, locale });
    return affected === 1;
  }

  async count(store: Store, brandId: BrandId): Promise<number> {
    return store.countBy(MailTemplateEntity, { brandId });
  }
}
