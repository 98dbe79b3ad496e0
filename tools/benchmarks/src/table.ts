/** A Markdown table with aligned columns; the first column reads from the left, the others from the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) => {
    const cells = widths.map((width, column) =>
      column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
    );
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
}

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', {
    minimumFractionDigits: value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0,
    maximumFractionDigits: 3,
  });
}

/** Median and, in brackets, the quartiles. */
export function quartilesText({ low, median, high }: { low: number; median: number; high: number }): string {
  return `${digits(median)} (${digits(low)}-${digits(high)})`;
}
