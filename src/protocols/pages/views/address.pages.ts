import { markup } from '../markup/html';
import { field, form, heading, link, links, submit } from './form.parts';
import type { PageContext, PageView } from './page-view';

/** Asks for a link to choose a new password. */
export function forgotPasswordPage(context: PageContext): PageView {
  const { title, lead, button } = context.texts.forgotPassword;
  const body = markup`${heading(context, title, lead)}
  ${form(context, 'forgot-password', [addressField(context), submit(button)])}
  ${links(link(context.href('sign-in'), context.texts.toSignIn))}`;
  return { title, body };
}

/** The first step of a registration. */
export function registerPage(context: PageContext): PageView {
  const { title, lead, button, already } = context.texts.register;
  const fields = [
    addressField(context),
    field(context, 'firstName', { autocomplete: 'given-name', isOptional: true }),
    field(context, 'lastName', { autocomplete: 'family-name', isOptional: true }),
    submit(button),
  ];
  const body = markup`${heading(context, title, lead)} ${form(context, 'register', fields)}
  ${links(markup`${already} ${link(context.href('sign-in'), context.texts.signIn.button)}`)}`;
  return { title, body };
}

function addressField(context: PageContext) {
  return field(context, 'emailAddress', { type: 'email', autocomplete: 'email', inputMode: 'email' });
}
