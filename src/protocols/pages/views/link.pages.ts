import type { Form } from '../form-body';
import { type Html, markup, type Markup } from '../markup/html';
import { field, form, heading, submit } from './form.parts';
import type { LinkSecret, PageContext, PageView } from './page-view';

/** Names of what a link of a mail may carry. */
const SECRET_MEMBERS = ['token', 'code', 'email'] as const;

/** Pages that a link of a mail leads to, each with a form that redeems its secret. */
export const LINK_PAGES = {
  'reset-password': resetPasswordPage,
  'verify-email': verifyEmailPage,
  'accept-invitation': acceptInvitationPage,
} as const;

export type LinkPage = keyof typeof LINK_PAGES;

export function isLinkPage(name: string): name is LinkPage {
  return Object.hasOwn(LINK_PAGES, name);
}

/** What the link carried: in the address at first, in the form from then on. */
export function secretIn({ form: sent, query }: Pick<PageContext, 'form' | 'query'>): Form {
  const found: Record<string, string> = {};
  for (const name of SECRET_MEMBERS) {
    const value = Object.hasOwn(sent, name) ? sent[name] : query.get(name);
    if (value) found[name] = value;
  }
  return found;
}

function resetPasswordPage(context: PageContext): PageView {
  return passwordPage(context, 'reset-password', context.texts.resetPassword);
}

function acceptInvitationPage(context: PageContext): PageView {
  return passwordPage(context, 'accept-invitation', context.texts.acceptInvitation);
}

/** A button and no more: what opens links before people do presses none. */
function verifyEmailPage(context: PageContext): PageView {
  const { title, lead, button } = context.texts.verifyEmail;
  return linkPage(context, 'verify-email', { title, lead, content: submit(button) });
}

function passwordPage(
  context: PageContext,
  page: LinkPage,
  { title, lead, button }: { readonly title: string; readonly lead: string; readonly button: string },
): PageView {
  const hint = context.texts.hints.newPassword(context.brand.settings.passwordMinLength);
  const content = [
    field(context, 'newPassword', { type: 'password', autocomplete: 'new-password', hint }),
    field(context, 'repeatPassword', { type: 'password', autocomplete: 'new-password' }),
    submit(button),
  ];
  return linkPage(context, page, { title, lead, content });
}

function linkPage(
  context: PageContext,
  page: LinkPage,
  { title, lead, content }: { readonly title: string; readonly lead: string; readonly content: Markup },
): PageView {
  const secret: LinkSecret = { page, members: secretIn(context) };
  const body: Html = markup`${heading(context, title, lead)} ${form(context, page, content, secret.members)}`;
  return { title, body, secret };
}
