import type { BrandProfile } from '../brands/brand.entity';
import { escapeHtml, type MailText } from './mail-text';

/** What stands around every mail of a brand. */
export interface Letterhead {
  readonly brandName: string;
  readonly profile: BrandProfile;
  /** The sentence with the support address; null without one. */
  readonly support: string | null;
  /** A language tag. */
  readonly language: string;
}

const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const DEFAULT_COLOUR = '#1f4f8f';
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const WHOLE_DOCUMENT = /^\s*(?:<!doctype|<html)/i;

/** A mail's own text between the brand's name and its support address. */
export function laidOut({ subject, plain, html }: MailText, letterhead: Letterhead): MailText {
  const { brandName, support } = letterhead;
  const end = ['-- ', brandName, ...(support === null ? [] : [support])].join('\n');
  return { subject, plain: `${plain.trimEnd()}\n\n${end}\n`, html: documentOf(subject, html, letterhead) };
}

/** A brand that writes a whole document has it as it is. */
function documentOf(subject: string, html: string, letterhead: Letterhead): string {
  if (WHOLE_DOCUMENT.test(html)) return html;
  const { brandName, profile, support, language } = letterhead;
  const name = escapeHtml(brandName);
  const footer = support === null ? '' : `\n<p style="margin:8px 0 0">${escapeHtml(support)}</p>`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:24px;${FONT};font-size:16px;line-height:1.5">
<div lang="${escapeHtml(language)}" style="max-width:560px;margin:0 auto">
<div style="padding-bottom:16px;border-bottom:1px solid #8888">${logoOf(profile, name)}</div>
<div style="padding:8px 0">
${dressed(html, profile)}
</div>
<div style="padding-top:16px;border-top:1px solid #8888;font-size:13px;opacity:0.75">
<p style="margin:0">${name}</p>${footer}
</div>
</div>
</body>
</html>
`;
}

function logoOf({ logoURL }: BrandProfile, name: string): string {
  const isSafe = typeof logoURL === 'string' && URL.parse(logoURL)?.protocol === 'https:';
  const title = `<span style="font-size:20px;font-weight:600">${name}</span>`;
  if (!isSafe) return title;
  const style = 'display:block;border:0;max-height:48px;max-width:240px';
  return `<img src="${escapeHtml(logoURL)}" alt="${name}" height="48" style="${style}">`;
}

/** Mail programs forget style sheets: the two classes that templates use become styles of the elements. */
function dressed(html: string, { primaryColor }: BrandProfile): string {
  const colour = typeof primaryColor === 'string' && COLOUR.test(primaryColor) ? primaryColor : DEFAULT_COLOUR;
  const shape = 'display:inline-block;padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600';
  const button = `${shape};background:${colour};color:${inkOn(colour)}`;
  const code = 'margin:16px 0;font:600 26px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px';
  return html
    .replaceAll('class="button"', `style="${button}"`)
    .replaceAll('class="code"', `style="${code};word-break:break-all"`);
}

/** Black or white, whichever is easier to read there. */
function inkOn(colour: string): string {
  const digits = colour.slice(1);
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((from) => parseInt(long.slice(from, from + 2), 16));
  return red * 299 + green * 587 + blue * 114 > 140_000 ? '#000000' : '#ffffff';
}
