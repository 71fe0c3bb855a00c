import { initialOf } from '../look/brand-icon';
import type { BrandLook } from '../look/brand-look';
import { colourSheet, STYLE_SHEET } from '../look/style-sheet';
import { type Html, markup, type Markup } from '../markup/html';
import { LANGUAGES, type Language } from '../texts/languages';

/** A whole page with the policy that lets a browser do nothing but show it. */
export interface WholePage {
  readonly text: string;
  readonly contentSecurityPolicy: string;
}

export interface Surroundings {
  readonly look: BrandLook;
  readonly language: Language;
  readonly title: string;
  readonly isWide: boolean;
  /** Of the picture for brands that have none; null where there is no brand. */
  readonly iconAddress: string | null;
  /** Leads to the page in the other languages. */
  readonly languages: Markup;
}

export function wholePage(body: Html, surroundings: Surroundings): WholePage {
  const { look, language, title, isWide, iconAddress, languages } = surroundings;
  const colours = colourSheet(look.palette);
  const icon = look.favicon?.href ?? iconAddress;
  const page = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title} – ${look.name}</title>
${icon && markup`<link rel="icon" href="${icon}" />`}
${colours.markup}
${STYLE_SHEET.markup}
</head>
<body${isWide && markup` class="wide"`}>
${header(look)}
<main>
${body}
</main>
<footer>
${look.supportAddress && support(look.supportAddress, language)}
${languages && markup`<nav aria-label="${languageLabel()}">${languages}</nav>`}
</footer>
</body>
</html>
`;
  return { text: page.text, contentSecurityPolicy: policyFor([colours.source, STYLE_SHEET.source], look, iconAddress) };
}

function header(look: BrandLook): Html {
  const { logo, name, slogan } = look;
  const picture = logo
    ? markup`<img class="logo" src="${logo.href}" alt="${name}" />`
    : markup`<span class="mark" aria-hidden="true">${initialOf(look)}</span>`;
  return markup`<header>
    ${picture}
    <div>${!logo && markup`<p class="brand">${name}</p>`} ${slogan && markup`<p class="slogan">${slogan}</p>`}</div>
  </header>`;
}

function support(address: string, language: Language): Html {
  return markup`<p>
    ${LANGUAGES[language].support} <a href="mailto:${encodeURIComponent(address).replace('%40', '@')}">${address}</a>
  </p>`;
}

/** In all languages: who looks for it does not read the page's. */
function languageLabel(): string {
  return Object.values(LANGUAGES)
    .map(({ languageName }) => languageName)
    .join(', ');
}

/** Nothing but these style sheets and pictures; forms go to the gateway alone, and nobody frames the page. */
function policyFor(styles: readonly string[], { logo, favicon }: BrandLook, iconAddress: string | null): string {
  const own = favicon === null && iconAddress !== null ? ["'self'"] : [];
  const pictures = new Set([...own, ...[logo, favicon].flatMap((url) => (url ? [url.origin] : []))]);
  return [
    "default-src 'none'",
    `style-src ${styles.join(' ')}`,
    ...(pictures.size > 0 ? [`img-src ${[...pictures].join(' ')}`] : []),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
