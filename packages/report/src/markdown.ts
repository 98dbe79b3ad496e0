import type { Estimate } from '@vestige/analysis';
import { escapeMarkdown } from './escapeMarkdown.ts';
import { type Family, familyTitle } from './families.ts';
import type { Figure } from './figures/figure.ts';
import { responsesOf } from './figures/sweeps.ts';
import { headlineFigures, phraseSentence, withGroups } from './headline.ts';
import { figure, range } from './numbers.ts';
import type { ReportInput, ReportParts } from './report.ts';
import { estimatorWords, verdictWords } from './words.ts';

const ROWS = [
  'accuracy.own',
  'accuracy.now',
  'accuracy.cut0',
  'accuracy.filler',
  'accuracy.shuffle',
  'unchanged.swap',
  'unchanged.flip',
  'reliance.minimum',
  'early.aoc',
  'length.cot',
  'rate.mention',
  'rate.truthful',
];

const ROW_WORDS: Readonly<Record<string, string>> = {
  accuracy: 'accuracy,',
  unchanged: 'unchanged,',
  reliance: 'reliance,',
  early: 'early answering,',
  length: 'tokens,',
};

/** `report.md`: verdicts, a small table, and the figures, for the summary of a CI job. */
export function renderMarkdown({ analysis, experiment }: ReportInput, parts: ReportParts): string {
  const { figures, input } = parts.plain;
  const conditions = withGroups(input.analysis);
  const rows = ROWS.filter((name) => conditions.some(([, { estimates }]) => estimates[name]));
  const lines = [
    `# ${escapeMarkdown(experiment.title)}`,
    '',
    ...(experiment.claim ? [escapeMarkdown(experiment.claim), ''] : []),
    ...conditions.map(
      ([name, condition, chance, training]) =>
        `- **${escapeMarkdown(name)}: ${verdictWords(condition.verdict, training).name}** – ${headlineFigures(condition, chance)} ${escapeMarkdown([condition.reason, phraseSentence(condition)].filter(Boolean).join(' '))}`,
    ),
    '',
    image(figures.battery),
    '',
    ...table(
      ['', ...conditions.map(([name]) => name)],
      rows.map((name) => [
        rowWords(name),
        ...conditions.map(([, { estimates }]) => cell(name, estimates[name])),
      ]),
    ),
    '',
    ...parts.families.flatMap(({ family, sweep }) => [...sweepLines(family), '', image(sweep), '']),
    `Intervals of ${+(analysis.confidence * 100).toFixed(2)}% over ${seedsAndPrompts(analysis.seeds.length)}; ${trainingLine(analysis.conditions)}`,
    '',
    ...Object.values(figures).flatMap((one) => (one && one !== figures.battery ? [image(one), ''] : [])),
    ...(parts.families.length > 0 ? ['The same figures for each sweep are in [figures](figures).', ''] : []),
    `Everything else is in [report.html](report.html) and [metrics.json](metrics.json). To make it again: \`npx nx run ${experiment.project.replace(/[^\w-]/g, '')}:report\`.`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A sweep: a row a point, with its verdict and what is drawn against the swept value. */
function sweepLines(family: Family): string[] {
  const { conditions } = family.input.analysis;
  const responses = responsesOf(family);
  return [
    `## ${escapeMarkdown(familyTitle(family))}`,
    '',
    ...table(
      [family.field, 'verdict', ...responses.map(({ words }) => words)],
      family.points.map(({ condition, label }, i) => {
        const { verdict, training } = conditions[condition]!;
        const cells = responses.map(({ estimator, estimates }) => cell(estimator, estimates[i]));
        return [label, verdictWords(verdict, training).name, ...cells];
      }),
    ),
  ];
}

/** Rows of cells as plain text, the first column to the left. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [line(head), `|:--|${'--:|'.repeat(head.length - 1)}`, ...rows.map(line)];
}

function cell(estimator: string, estimate: Estimate | undefined): string {
  return estimate ? `${figure(estimator, estimate.mean)} (${range(estimator, estimate)})` : '';
}

function image({ title, name }: Figure): string {
  return `![${escapeMarkdown(title)}](figures/${name}.svg)`;
}

function rowWords(estimator: string): string {
  const { group, words } = estimatorWords(estimator);
  return estimator === 'reliance.minimum'
    ? 'reliance, least of the removals'
    : `${ROW_WORDS[group] ?? ''} ${words}`.trim();
}

function seedsAndPrompts(seeds: number): string {
  return seeds === 1 ? 'the prompts of one seed' : `${seeds} seeds and their prompts`;
}

/** Where the runs stopped: all at once where they stopped alike, else by condition. */
function trainingLine(conditions: ReportInput['analysis']['conditions']): string {
  const runs = Object.entries(conditions).flatMap(([name, { training }]) => {
    const stops = Object.values(training).map(
      ({ steps, solved }) => `${steps}${solved ? '' : ' (not solved)'}`,
    );
    return stops.length === 0 ? [] : [{ name, stops }];
  });
  if (runs.length === 0) return 'no run was trained.';
  const different = new Set(runs.flatMap(({ stops }) => stops));
  if (different.size === 1) return `every run stopped after ${[...different][0]} updates.`;
  const told = runs.map(({ name, stops }) => `${name} after ${stops.join(', ')}`);
  return `runs stopped, in updates by seed: ${escapeMarkdown(told.join('; '))}.`;
}
