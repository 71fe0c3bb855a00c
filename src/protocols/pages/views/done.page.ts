import { markup } from '../markup/html';
import type { Texts } from '../texts/en';
import { EN } from '../texts/en';
import { heading } from './form.parts';
import type { PageContext, PageView } from './page-view';

/** What a page can say of something that was done. */
export type Deed = keyof Texts['done'];

const WITH_SIGN_IN: readonly Deed[] = ['password-changed', 'account-ready', 'signed-out', 'signed-out-everywhere'];

export function isDeed(name: string): name is Deed {
  return Object.hasOwn(EN.done, name);
}

/** Says that something was done; loading it again does nothing. */
export function donePage(context: PageContext, deed: Deed): PageView {
  const { title, text } = context.texts.done[deed];
  const signIn =
    WITH_SIGN_IN.includes(deed) &&
    markup`<a class="button" href="${context.href('sign-in')}">${context.texts.toSignIn}</a>`;
  return { title, body: markup`${heading(context, title, text)}${signIn}` };
}
