import { markup } from '../markup/html';
import { field, form, heading, link, links, submit } from './form.parts';
import type { PageContext, PageView } from './page-view';

/** Name and password, and a one-time code once it was asked for. */
export function signInPage(context: PageContext): PageView {
  const { texts, brand, href, faults, form: sent } = context;
  const needsCode = Object.hasOwn(sent, 'otp') || faults.some((fault) => fault.field === 'otp');
  const { title, button, forgot, register } = texts.signIn;
  const fields = [
    field(context, 'username', { autocomplete: 'username' }),
    field(context, 'password', { type: 'password', autocomplete: 'current-password' }),
    needsCode &&
      field(context, 'otp', {
        ...{ autocomplete: 'one-time-code', inputMode: 'numeric', isFresh: true, hint: texts.hints.otp },
      }),
    submit(button),
  ];
  const body = markup`${heading(context, title)} ${form(context, 'sign-in', fields)}
  ${links(link(href('forgot-password'), forgot), brand.settings.selfRegistration && link(href('register'), register))}`;
  return { title, body };
}
