import { type Html, markup } from '../markup/html';
import type { BrandLook } from './brand-look';

/** The first letter of its name, which stands for a brand without pictures. */
export function initialOf({ name }: BrandLook): string {
  const [letter = ''] = name.trim();
  return letter.toUpperCase();
}

/** The same as a picture. */
export function brandIcon(look: BrandLook): Html {
  const { accent, onAccent } = look.palette;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="9" fill="${accent}" />
    <text
      x="16"
      y="22.5"
      font-family="system-ui, sans-serif"
      font-size="19"
      font-weight="700"
      text-anchor="middle"
      fill="${onAccent}"
    >
      ${initialOf(look)}
    </text>
  </svg>`;
}
