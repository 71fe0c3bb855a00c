import Table from 'cli-table3';
import { printable } from './printable';

/** What stands in a cell; nothing is shown as `-`, so that columns can be counted. */
export type Cell = string | number | boolean | null;

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};

/** Aligned columns without lines, for people. @param emphasise how the head is written */
export function alignedTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  emphasise: (text: string) => string,
): string {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true };
  const table = new Table({ head: head.map(emphasise), chars: NO_LINES, style });
  for (const row of rows) table.push(row.map(textOf));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A line a row and a tab between cells, for programs that read lines. */
export function tabbedTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.map(textOf).join('\t')).join('\n');
}

export function textOf(cell: Cell): string {
  if (cell === null || cell === '') return '-';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return printable(String(cell));
}
