import { escapeMarkdown } from '../escapeMarkdown.ts';
import type { Figure } from '../figures/figure.ts';
import { foldedFigures, markdownFile, markdownTable } from '../markdownParts.ts';
import type { OverviewInput } from './input.ts';
import { rowSentence, SENTENCES_NOTE } from './sentence.ts';
import { COLUMNS } from './table.ts';

/** `overview.md`: a sentence a row, a table, and links; for the summary of a CI job. */
export function renderOverviewMarkdown(
  { overview, rows, reports, generator }: OverviewInput,
  figures: readonly Figure[],
): string {
  const columns = COLUMNS.filter(({ summary }) => summary);
  const project = overview.project.replace(/[^\w-]/g, '');
  const lines = [
    `# ${escapeMarkdown(overview.title)}`,
    '',
    ...(overview.claim ? [escapeMarkdown(overview.claim), ''] : []),
    SENTENCES_NOTE,
    '',
    ...rows.map(
      (row) =>
        `- **${escapeMarkdown(row.label)}: ${row.part.verdict}** – ${escapeMarkdown(rowSentence(row))}`,
    ),
    '',
    ...markdownTable(
      ['', 'verdict', ...columns.map(({ words }) => words)],
      rows.map((row) => [row.label, row.part.verdict, ...columns.map(({ cell }) => cell(row))]),
      { left: 2 },
    ),
    '',
    `Reports: ${reports.map(({ title, page }) => `[${escapeMarkdown(title)}](${encodeURI(page)})`).join(', ')}.`,
    '',
    ...foldedFigures(figures),
    '',
    `Everything else is in [overview.html](overview.html) and [metrics.json](metrics.json). Made by Vestige ${escapeMarkdown(generator.version)}. To make it again: \`npm ci && npx nx run ${project}:report\`.`,
  ];
  return markdownFile(lines);
}
