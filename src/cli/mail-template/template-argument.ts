import type { TemplateName } from '../../core/mail/mail-template.repository';
import { templateNameOf } from '../../core/mail/mail-templates';

/** Names a template: its topic and its language. */
export const TEMPLATE_ARGUMENTS = {
  arguments: '<topic> <language>',
  argsDescription: { topic: 'what the mail is about; mail-template list shows all', language: 'such as en, vi, en-GB' },
};

/** @throws BrandgateError mail.template-not-found */
export function templateArgument([topic = '', locale = '']: readonly string[]): TemplateName {
  return templateNameOf(topic, locale);
}
