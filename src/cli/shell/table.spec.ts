import { printable } from './printable';
import { alignedTable, tabbedTable, textOf } from './table';

const plain = (text: string) => text;

describe('tables of the command line', () => {
  it('aligns columns without lines and without blanks at the end', () => {
    const rows = [
      ['a', 1, true],
      ['longer', null, false],
    ];
    expect(alignedTable(['NAME', 'N', 'ON'], rows, plain)).toBe('NAME    N  ON\na       1  yes\nlonger  -  no');
  });

  it('puts a tab between cells and a line a row, whatever people typed', () => {
    expect(tabbedTable(['NAME', 'N'], [['a\tb\nc', 2]])).toBe('NAME\tN\na\\u0009b\\u000ac\t2');
  });

  it('an empty table is its head', () => {
    expect(alignedTable(['NAME'], [], plain)).toBe('NAME');
    expect(tabbedTable(['NAME'], [])).toBe('NAME');
  });

  it.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['\u009b2J', '\\u009b2J'],
    ['abc\u202egnp.exe', 'abc\\u202egnp.exe'],
    ['Zoë 🜁 名', 'Zoë 🜁 名'],
  ])('SEC-LOG-01: a terminal is never steered by what people typed: %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(textOf(text)).toBe(shown);
  });
});
