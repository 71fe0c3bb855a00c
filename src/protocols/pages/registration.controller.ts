import { Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequestRegistrationFlow } from '../../flows/request-registration/request-registration.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import type { Form } from './form-body';
import { memberOf, requireEmailAddress } from './form-members';
import { PageContexts } from './page-contexts';
import { SentForm, Via } from './page.decorators';
import { showAgain } from './shown-again';
import { registerPage } from './views/address.pages';
import { SeeOther, type View } from './views/page-view';

/** The first step of a registration, where the brand takes new people; the second one is the link in the mail. */
@ApiExcludeController()
@Controller('pages/:brand/register')
export class RegistrationPagesController {
  constructor(
    private readonly requestRegistration: RequestRegistrationFlow,
    private readonly contexts: PageContexts,
  ) {}

  @Get()
  @Access({ level: 'brand' })
  show(@Via() { brandOrThrow: { settings } }: Passage): View {
    if (!settings.selfRegistration) throw new BrandgateError('registration.disabled', { reason: 'registration-off' });
    return registerPage;
  }

  /** One answer, whoever has the address (SEC-ENU-02). */
  @Post()
  @Access({ level: 'brand', limits: ['register'] })
  async request(@SentForm() form: Form, @Via() via: Passage): Promise<SeeOther> {
    showAgain(via, registerPage);
    const person = {
      emailAddress: requireEmailAddress(form),
      firstName: memberOf(form, 'firstName')?.trim(),
      lastName: memberOf(form, 'lastName')?.trim(),
      languageCode: this.contexts.of(via).language,
    };
    await this.requestRegistration.run(via.brandOrThrow, { ...person, at: via.at });
    return new SeeOther('done/registration-sent');
  }
}
