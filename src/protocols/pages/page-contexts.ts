import { Injectable } from '@nestjs/common';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { Passage } from '../../gate/passage';
import { sessionFormToken } from './form-token';
import { PageCookies } from './page-cookies';
import { type PageRequest, pageOf } from './page-request';
import { LANGUAGES } from './texts/languages';
import type { Fault, PageContext } from './views/page-view';

/** Makes what pages are made from. */
@Injectable()
export class PageContexts {
  constructor(private readonly cookies: PageCookies) {}

  of(passage: Passage, faults: readonly Fault[] = []): PageContext {
    let token: string | null = null;
    return build(passage.brandOrThrow, pageOf(passage), faults, () => (token ??= this.tokenFor(passage)));
  }

  /** For pages without forms. */
  ofBrand(brand: BrandSnapshot, page: PageRequest): PageContext {
    return build(brand, page, [], () => '');
  }

  /** What the gate will ask for when the form comes back (steps/check-form.ts). */
  private tokenFor(passage: Passage): string {
    const { header: key } = passage.arrival.authKey;
    if (passage.requirement.level === 'user' && key !== undefined) return sessionFormToken(key);
    const { formCookie } = pageOf(passage);
    if (formCookie !== undefined) return formCookie;
    const made = this.cookies.newFormToken();
    passage.answerHeaders.push('Set-Cookie', this.cookies.form(passage.brandOrThrow, made));
    return made;
  }
}

function build(
  brand: BrandSnapshot,
  { form, query, chosen, accepted }: PageRequest,
  faults: readonly Fault[],
  tokenOf: () => string,
): PageContext {
  const language = chosen ?? accepted ?? brand.settings.language;
  const base = `/pages/${encodeURIComponent(brand.code)}/`;
  const suffix = chosen === null ? '' : `?lang=${chosen}`;
  return {
    ...{ brand, language, texts: LANGUAGES[language], form, query, faults },
    // Asked for by forms alone: a page without one sets no cookie.
    get token() {
      return tokenOf();
    },
    href: (place) => `${base}${place}${suffix}`,
  };
}
