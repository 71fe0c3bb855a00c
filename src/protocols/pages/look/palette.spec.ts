import fc from 'fast-check';
import { hexOf, parseColour, type Rgb } from './css-colour';
import { contrastOf, paletteOf } from './palette';

const GROUNDS = { light: '#f4f5f7', dark: '#1c2128' };

function contrast(a: string, b: string): number {
  return contrastOf(parseColour(a) ?? [0, 0, 0], parseColour(b) ?? [0, 0, 0]);
}

describe('paletteOf', () => {
  const part = fc.integer({ min: 0, max: 255 });
  const colour = fc.tuple(part, part, part).map((rgb: Rgb) => hexOf(rgb));

  it('is readable whatever a brand chose (WCAG 1.4.3)', () => {
    fc.assert(
      fc.property(colour, colour, (primaryColor, primaryColorHover) => {
        const { accent, onAccent, accentHover, onAccentHover, ink } = paletteOf({ primaryColor, primaryColorHover });
        expect([accent, accentHover]).toEqual([primaryColor, primaryColorHover]);
        expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(accentHover, onAccentHover)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(ink.light, GROUNDS.light)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(ink.dark, GROUNDS.dark)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('writes black on yellow, white on navy', () => {
    expect(paletteOf({ primaryColor: 'yellow' }).onAccent).toBe('#000000');
    expect(paletteOf({ primaryColor: 'navy' }).onAccent).toBe('#ffffff');
  });

  it('knows black from white as WCAG does', () => {
    expect(contrastOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrastOf([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  });

  it('takes its own colours for what is no colour', () => {
    const own = paletteOf({});
    expect(paletteOf({ primaryColor: 'red;}body{', primaryColorHover: 'url(//evil)' })).toEqual(own);
    expect(JSON.stringify(own)).not.toContain('evil');
  });
});
