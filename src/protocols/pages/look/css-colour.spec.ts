import { hexOf, parseColour } from './css-colour';

describe('parseColour', () => {
  it.each([
    ['#1a2b3c', '#1a2b3c'],
    [' #ABC ', '#aabbcc'],
    ['#abcd', '#aabbcc'],
    ['#1A2B3C80', '#1a2b3c'],
    ['rebeccapurple', '#663399'],
    ['rgb(1 2 3 / 50%)', '#010203'],
    ['rgb(1, 2, 300)', '#0102ff'],
    ['rgba(10, 20, 30, 0.5)', '#0a141e'],
    ['rgb(100% 0% 50%)', '#ff0080'],
    ['hsl(120, 100%, 25%)', '#008000'],
    ['hsl(210deg 50% 40%)', '#336699'],
    ['hsl(480 100% 25%)', '#008000'],
  ])('reads %s', (text, hex) => {
    const colour = parseColour(text);
    expect(colour && hexOf(colour)).toBe(hex);
  });

  it.each([
    null,
    undefined,
    '',
    '#12',
    '#12345',
    '#ggg',
    'constructor',
    'toString',
    'red;color:blue',
    'red}body{display:none',
    'url(x)',
    'var(--x)',
    'rgb(1,2)',
    'rgb(1% 2 3)',
    'rgb(1.2.3 4 5)',
    'hsl(1 2 3)',
    'expression(alert(1))',
  ])('takes %p for no colour', (text) => {
    expect(parseColour(text)).toBeNull();
  });
});
