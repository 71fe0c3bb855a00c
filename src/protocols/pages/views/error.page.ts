import type { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { type Html, markup, type Markup } from '../markup/html';
import { errorTextOf } from '../page-errors';
import type { Texts } from '../texts/en';

const MINUTE = 60;

/** What somebody reads when no page can be shown, and how they go on. */
export function errorBody(
  error: BrandgateError,
  texts: Texts,
  onward: Markup,
): { readonly title: string; readonly body: Html } {
  const { title, text } = texts.errors[errorTextOf(error)];
  const { retryAfter } = error;
  const body = markup`<h1>${title}</h1>
    <p class="lead">${text}</p>
    ${retryAfter !== undefined && markup`<p>${texts.tryAgainIn(Math.ceil(retryAfter / MINUTE))}</p>`} ${onward}`;
  return { title, body };
}
