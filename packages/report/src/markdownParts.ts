import { escapeMarkdown } from './escapeMarkdown.ts';
import type { Figure } from './figures/figure.ts';
import { visible } from './visible.ts';

/** The text of a file of these lines, with nothing unseen in it. */
export const markdownFile = (lines: readonly string[]) => visible(`${lines.join('\n')}\n`);

/** Rows of cells as plain text, the first columns to the left and figures to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { left = 1 } = {},
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i < left ? ':--|' : '--:|')).join('')}`, ...rows.map(line)];
}

/** Lines that GitHub shows when the reader asks for them. */
export function foldedLines(summary: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}

/**
 * Figures, folded up: where the text stands without the files beside it, as in the summary of a CI job, there is
 * nothing to show, and the text is complete without.
 */
export function foldedFigures(figures: readonly Figure[], note?: string): string[] {
  return foldedLines('Figures', [
    `Files in [figures](figures), each as SVG and as PNG.${note ? ` ${note}` : ''}`,
    ...figures.flatMap(({ title, name }) => ['', `![${escapeMarkdown(title)}](figures/${name}.svg)`]),
  ]);
}
