import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import type { QueuedMail } from './mailer';

/** A mail as people read it. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
}

/** Puts a mail's values into the words of its topic. */
@Injectable()
export class MailRenderer {
  async render(brand: BrandSnapshot, topic: string, { recipient, values }: QueuedMail): Promise<RenderedMail> {
    const text = Object.entries(values)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n');
    return {
      subject: `${brand.name}: ${topic}`,
      text,
      html: '',
      language: recipient.locale ?? brand.settings.language,
    };
  }
}
