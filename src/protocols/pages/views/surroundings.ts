import type { BrandgateError } from '../../../kernel/errors/brandgate-error';
import { lookOf } from '../look/brand-look';
import { markup, type Markup } from '../markup/html';
import { errorTextOf } from '../page-errors';
import { LANGUAGE_CODES, LANGUAGES } from '../texts/languages';
import { form, link, links } from './form.parts';
import type { Surroundings } from './layout';
import type { LinkSecret, PageContext } from './page-view';

/** Pages that can be opened again with nothing but their address. */
const PLAIN_PAGES: readonly string[] = ['sign-in', 'forgot-password', 'register', 'account'];

export function brandSurroundings(
  { brand, language, href }: PageContext,
  title: string,
): Pick<Surroundings, 'look' | 'language' | 'title' | 'iconAddress'> {
  return { look: lookOf(brand), language, title, iconAddress: href('icon') };
}

/** Leads to the same page in the other languages. @param where its path, or what its link carried */
export function languageLinks(context: PageContext, where: string | LinkSecret): Markup {
  const others = LANGUAGE_CODES.filter((code) => code !== context.language);
  return others.map((code) => {
    const { languageName } = LANGUAGES[code];
    if (typeof where === 'string') {
      return markup`<a href="${where}?lang=${code}" hreflang="${code}" lang="${code}">${languageName}</a>`;
    }
    const button = markup`<button type="submit" class="link" name="lang" value="${code}" lang="${code}">
      ${languageName}
    </button>`;
    return form(context, `language/${where.page}`, button, where.members);
  });
}

/** How somebody goes on from an error. */
export function onwardFrom({ texts, href }: PageContext, path: string, error: BrandgateError): Markup {
  const [, , , page = ''] = path.split('/');
  const told = errorTextOf(error);
  if (told === 'brandInactive') return null;
  if (told === 'linkInvalid' && page === 'reset-password') {
    return markup`<a class="button" href="${href('forgot-password')}">${texts.askNewLink}</a>`;
  }
  if (told.startsWith('form')) {
    return PLAIN_PAGES.includes(page) && markup`<a class="button" href="${href(page)}">${texts.openAgain}</a>`;
  }
  return links(link(href('sign-in'), texts.toSignIn));
}
