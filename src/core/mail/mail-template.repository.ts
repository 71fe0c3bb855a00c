import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import type { Store } from '../../storage/database';
import { MailTemplateEntity } from './mail-template.entity';
import type { MailTopic } from './mail-topics';

/** Which of a brand's templates. */
export interface TemplateName {
  readonly topic: MailTopic;
  readonly locale: string;
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
}
