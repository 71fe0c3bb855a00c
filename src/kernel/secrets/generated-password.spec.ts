import { generateMixedPassword, generatePassword } from './generated-password';

describe('generated passwords', () => {
  it('are 20 characters that cannot be mistaken for one another, another each time', () => {
    const made = Array.from({ length: 100 }, generatePassword);
    for (const text of made) expect(text).toMatch(/^[A-HJ-NP-Za-km-z2-9]{20}$/);
    expect(new Set(made).size).toBe(100);
  });

  it.each([8, 20, 64])('of at least %i characters hold all four kinds', (length) => {
    for (let i = 0; i < 100; i += 1) {
      const text = generateMixedPassword(length);
      expect(text.length).toBeGreaterThanOrEqual(Math.max(20, length));
      for (const kind of [/[A-Z]/, /[a-z]/, /[2-9]/, /-/]) expect(text).toMatch(kind);
      expect(text).not.toMatch(/^-|-$|--/);
    }
  });
});
