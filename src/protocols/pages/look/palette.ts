import type { BrandProfile } from '../../../core/brands/brand.entity';
import { hexOf, parseColour, type Rgb } from './css-colour';

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
/** For brands that have said nothing of their colours. */
const DEFAULT_PRIMARY: Rgb = [29, 78, 137];
/** What inked texts stand on (style-sheet.ts), in each scheme the surface they contrast with least. */
const GROUND: Readonly<Record<Scheme, Rgb>> = { light: [244, 245, 247], dark: [28, 33, 40] };
/** WCAG 2.2, 1.4.3: text of any size. */
const READABLE = 4.5;
const STEPS = 20;

type Scheme = 'light' | 'dark';

/** A brand's colours as a style sheet takes them, each `#rrggbb`. */
export interface Palette {
  readonly accent: string;
  readonly onAccent: string;
  readonly accentHover: string;
  readonly onAccentHover: string;
  /** For links and focus, readable on whatever the page has behind them; by day and by night. */
  readonly ink: Readonly<Record<Scheme, string>>;
}

/** What a brand chose, or the gateway's own colours; whatever was chosen, texts are readable. */
export function paletteOf(profile: BrandProfile): Palette {
  const primary = parseColour(profile.primaryColor) ?? DEFAULT_PRIMARY;
  const text = textOn(primary);
  const hover = parseColour(profile.primaryColorHover) ?? mixed(primary, text === WHITE ? BLACK : WHITE, 0.15);
  return {
    accent: hexOf(primary),
    onAccent: hexOf(text),
    accentHover: hexOf(hover),
    onAccentHover: hexOf(textOn(hover)),
    ink: { light: hexOf(readableOn('light', primary)), dark: hexOf(readableOn('dark', primary)) },
  };
}

/** WCAG's ratio of the luminances of two colours, 1 to 21. */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better: one of them always has at least 4.5. White while both have. */
function textOn(colour: Rgb): Rgb {
  return contrastOf(WHITE, colour) >= READABLE ? WHITE : BLACK;
}

/** The colour itself, or as much darker or lighter as it has to be. */
function readableOn(scheme: Scheme, colour: Rgb): Rgb {
  const goal = scheme === 'light' ? BLACK : WHITE;
  for (let step = 0; step < STEPS; step += 1) {
    const tried = mixed(colour, goal, step / STEPS);
    if (contrastOf(tried, GROUND[scheme]) >= READABLE) return tried;
  }
  return goal;
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

function luminanceOf(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
