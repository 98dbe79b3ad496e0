import { escapeMarkdown } from '../escapeMarkdown.ts';
import type { Figure } from '../figures/figure.ts';
import type { OverviewInput } from './overview.ts';
import { rowSentence, SENTENCES_NOTE } from './sentence.ts';
import { COLUMNS } from './table.ts';

/** `overview.md`: a sentence a row, a table, and the figures, for the summary of a CI job. */
export function renderOverviewMarkdown(
  { overview, rows, reports }: OverviewInput,
  figures: readonly Figure[],
): string {
  const [first, ...others] = figures.map(({ title, name }) => `![${title}](figures/${name}.svg)`);
  const cells = (words: readonly string[]) => `| ${words.join(' | ')} |`;
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
    first,
    '',
    cells(['', 'verdict', ...COLUMNS.map(({ words }) => words)]),
    `|:--|:--|${COLUMNS.map(() => '--:|').join('')}`,
    ...rows.map((row) =>
      cells([escapeMarkdown(row.label), row.part.verdict, ...COLUMNS.map(({ cell }) => cell(row))]),
    ),
    '',
    ...others.flatMap((figure) => [figure, '']),
    `Reports: ${reports.map(({ title, page }) => `[${escapeMarkdown(title)}](${encodeURI(page)})`).join(', ')}.`,
    '',
    `Everything else is in [overview.html](overview.html) and [metrics.json](metrics.json). To make it again: \`npx nx run ${overview.project.replace(/[^\w-]/g, '')}:report\`.`,
  ];
  return `${lines.join('\n')}\n`;
}
