import { textIn } from './localised-texts';

describe('textIn', () => {
  const texts = { vi: 'Xin chào', 'en-GB': 'Hello', 'pt-BR': 'Oi' };

  it.each([
    ['vi', 'Xin chào'],
    ['vi-VN,en;q=0.5', 'Xin chào'],
    ['fr, en-GB;q=0.8', 'Hello'],
    ['en-US', 'Hello'],
    ['de;q=0.9, pt;q=0.1', 'Oi'],
    ['en;q=0, vi;q=0.1', 'Xin chào'],
    ['fr', null],
    ['', null],
    [undefined, null],
    [';;;,,,', null],
  ])('%s reads %s', (header, text) => {
    expect(textIn(texts, header)).toBe(text);
  });

  it('takes no name of an object for a language', () => {
    expect(textIn({}, 'constructor, __proto__, toString')).toBeNull();
  });
});
