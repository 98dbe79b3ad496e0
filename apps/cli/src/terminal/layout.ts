import { oneLine, styled } from './guard.ts';

export const bold = (text: string) => styled('bold', oneLine(text));
export const dim = (text: string) => styled('dim', oneLine(text));

const WIDTH = 100;

/**
 * Lines of cells in columns.
 *
 * @param cells each a line: a new line in it is shown, not made
 * @param alignment of each column, `l` or `r`; the last one given holds for the rest
 */
export function inColumns(cells: readonly (readonly string[])[], alignment: string): string[] {
  const rows = cells.map((row) => row.map(oneLine));
  const count = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: count }, (_, k) =>
    Math.max(...rows.map((row) => (row[k] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, k) =>
        (alignment[k] ?? alignment.at(-1)) === 'r' ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** A table: its first row is the heading. */
export function table(rows: readonly (readonly string[])[], alignment: string): string[] {
  return inColumns(rows, alignment).map((line, i) => `  ${i === 0 ? dim(line) : line}`);
}

/** Labelled facts; a long one goes on under itself. */
export function facts(entries: readonly (readonly [label: string, text: string])[]): string[] {
  const width = Math.max(...entries.map(([label]) => label.length));
  return entries.flatMap(([label, text]) =>
    wrapped(oneLine(text), WIDTH - width - 4).map(
      (line, i) => `  ${dim((i === 0 ? label : '').padEnd(width))}  ${line}`,
    ),
  );
}

/** Breaks text at spaces, into lines of at most so many characters. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', bold(title), ...lines];
}

export const count = (n: number) => n.toLocaleString('en-US');

/** A number of something: `1 row`, `2,000 rows`. */
export const counted = (n: number, one: string) => `${count(n)} ${one}${n === 1 ? '' : 's'}`;

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Three decimals, or four significant digits of what is smaller. */
export function decimal(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.01 ? value.toFixed(3) : Number(value.toPrecision(3)).toString();
}

export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = size;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listed(items: readonly string[], last: 'or' | 'and' = 'or'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
