import type { Analysis, Attributes, Estimate, EstimatorKey, QuantityName } from '@vestige/analysis';
import { attributesOf } from './attributes.ts';
import { escapeMarkdown } from './escapeMarkdown.ts';
import { varyingResponsesOf } from './figures/sweeps.ts';
import { givenSentences, isAskedOfServer } from './given.ts';
import { followsLine, headlineFigures, phraseSentence, seedsSentence, withGroups } from './headline.ts';
import { foldedFigures, foldedLines, markdownFile, markdownTable } from './markdownParts.ts';
import { estimateText, intervalText } from './numbers.ts';
import type { ReportInput } from './reportInput.ts';
import type { ReportParts } from './reportParts.ts';
import { skippedSentences } from './skipped.ts';
import { type Sweep, sweepTitle } from './sweeps.ts';
import { estimatorWords, followedWords, verdictWords } from './words.ts';

const MINIMUM = { quantity: 'reliance', part: 'minimum' } as const;

const ROWS: readonly EstimatorKey[] = [
  { quantity: 'accuracy', intervention: 'own' },
  { quantity: 'accuracy', intervention: 'frozen' },
  { quantity: 'accuracy', intervention: 'now' },
  { quantity: 'accuracy', intervention: 'cut0' },
  { quantity: 'accuracy', intervention: 'filler' },
  { quantity: 'mass', intervention: 'cut0' },
  { quantity: 'accuracy', intervention: 'shuffle' },
  { quantity: 'unchanged', intervention: 'swap' },
  { quantity: 'unchanged', intervention: 'flip' },
  MINIMUM,
  { quantity: 'early', part: 'aoc' },
  { quantity: 'length', part: 'cot' },
  { quantity: 'rate', part: 'mention' },
  { quantity: 'rate', part: 'truthful' },
];

const ROW_WORDS: { readonly [Q in QuantityName]?: string } = {
  accuracy: 'accuracy,',
  mass: 'mass on answers,',
  unchanged: 'unchanged,',
  early: 'early answering,',
  length: 'tokens,',
};

/** Conditions beside each other in a table: more are wider than the page that shows it. */
const ABREAST = 4;

/** `report.md`: verdicts with their figures, small tables, how to make it again; for the summary of a CI job. */
export function renderMarkdown({ analysis, experiment, generator }: ReportInput, parts: ReportParts): string {
  const { figures, input } = parts.plain;
  const conditions = withGroups(input.analysis);
  const drawn = [...Object.values(figures), ...parts.sweeps.map(({ responses }) => responses)].filter(
    (one) => one !== undefined,
  );
  const project = experiment.project.replace(/[^\w-]/g, '');
  const lines = [
    `# ${escapeMarkdown(experiment.title)}`,
    '',
    ...(experiment.claim ? [escapeMarkdown(experiment.claim), ''] : []),
    ...conditions.map(verdictLine),
    ...parts.sweeps.map(({ sweep }) => sweepLine(sweep)),
    '',
    ...estimatesTables(conditions, attributesOf(analysis)),
    ...parts.sweeps.flatMap(({ sweep }) => [...sweepLines(sweep), '']),
    `Reliance: share of the accuracy above guessing that is lost under the removal of the reasoning that costs least. Intervals of ${+(analysis.confidence * 100).toFixed(2)}% over ${seedsAndPrompts(analysis.seeds.length)}; ${trainingLine(analysis.conditions)}`,
    '',
    ...foldedLines('What the verdicts rest on', conditions.map(reasonLine)),
    '',
    ...foldedFigures(
      drawn,
      parts.sweeps.length > 0 ? 'Those of the conditions of each sweep lie there too.' : undefined,
    ),
    '',
    ...[...givenSentences(analysis.conditions), ...skippedSentences(analysis.conditions)].flatMap(
      (sentence) => [escapeMarkdown(sentence), ''],
    ),
    `Everything else is in [report.html](report.html) and [metrics.json](metrics.json). Made by Vestige ${escapeMarkdown(generator.version)} with ${madeWith(analysis)}. To make it again: \`npm ci && npx nx run ${project}:report\`.`,
  ];
  return markdownFile(lines);
}

type Condition = ReturnType<typeof withGroups>[number];

function verdictLine([name, part, chance, condition]: Condition): string {
  const { verdict, estimates } = part;
  const reliance = verdict === 'not trained' ? undefined : estimates.get(MINIMUM);
  const told = reliance ? ` Reliance ${cell('reliance', reliance)}.` : '';
  const seeds = seedsSentence(part, condition);
  const server = isAskedOfServer(condition) ? ' (as a server answered)' : '';
  return `- **${escapeMarkdown(name)}: ${verdictWords(verdict, condition.training).name}**${server} – ${headlineFigures(part, chance)}${told} ${followedWords(part.follows.followed)}${seeds ? ` ${seeds}` : ''}`;
}

function reasonLine([name, condition]: Condition): string {
  const words = [condition.reason, followsLine(condition), phraseSentence(condition)]
    .filter(Boolean)
    .join(' ');
  return `- ${escapeMarkdown(`${name}: ${words}`)}`;
}

/** The values of a sweep by the verdict on them. */
function sweepLine(sweep: Sweep): string {
  const { conditions } = sweep.input.analysis;
  const byVerdict = Map.groupBy(sweep.points, ({ condition }) => {
    const { verdict, training } = conditions[condition]!;
    return verdictWords(verdict, training).name;
  });
  const told = [...byVerdict].map(
    ([verdict, points]) => `${verdict} at ${points.map(({ label }) => label).join(', ')}`,
  );
  return `- **${escapeMarkdown(sweepTitle(sweep))}** – ${escapeMarkdown(told.join('; '))}.`;
}

/** Estimates of the conditions, as many tables as it takes for none to be wide. */
function estimatesTables(conditions: readonly Condition[], attributes: Attributes): string[] {
  const rows = ROWS.filter((key) => conditions.some(([, { estimates }]) => estimates.get(key)));
  const tables = Math.ceil(conditions.length / ABREAST);
  const columns = Math.ceil(conditions.length / tables);
  return Array.from({ length: tables }, (_, i) => conditions.slice(i * columns, (i + 1) * columns)).flatMap(
    (some) => [
      ...markdownTable(
        ['', ...some.map(([name]) => name)],
        rows.map((key) => [
          rowWords(key, attributes),
          ...some.map(([, { estimates }]) => cell(key.quantity, estimates.get(key))),
        ]),
      ),
      '',
    ],
  );
}

/** A sweep: a row a point, with its verdict and what its figure shows against the swept value. */
function sweepLines(sweep: Sweep): string[] {
  const { conditions } = sweep.input.analysis;
  const responses = varyingResponsesOf(sweep);
  return [
    `## ${escapeMarkdown(sweepTitle(sweep))}`,
    '',
    ...markdownTable(
      [sweep.field.split('.').at(-1)!, 'verdict', ...responses.map(({ words }) => words)],
      sweep.points.map(({ condition, label }, i) => {
        const { verdict, training } = conditions[condition]!;
        const cells = responses.map(({ quantity, estimates }) => cell(quantity, estimates[i]));
        return [label, verdictWords(verdict, training).name, ...cells];
      }),
      { left: 2 },
    ),
  ];
}

/** An estimate with its interval, whose ends are in the same unit. */
function cell(quantity: QuantityName, estimate: Estimate | undefined): string {
  return estimate
    ? `${estimateText(quantity, estimate.mean)} (${intervalText(quantity, estimate).replaceAll('%', '')})`
    : '';
}

function madeWith({ backend, kernels, seeds }: Analysis): string {
  const words = `backend ${backend}${kernels ? `, kernels ${kernels}` : ''}, seed${seeds.length === 1 ? '' : 's'} ${seeds.join(', ')}`;
  return escapeMarkdown(words);
}

function rowWords(key: EstimatorKey, attributes: Attributes): string {
  return key === MINIMUM
    ? 'reliance, least of the removals'
    : `${ROW_WORDS[key.quantity] ?? ''} ${estimatorWords(key, attributes)}`.trim();
}

function seedsAndPrompts(seeds: number): string {
  return seeds === 1 ? 'the prompts of one seed' : `${seeds} seeds and their prompts`;
}

/** Where the runs stopped: all at once where they stopped alike, else by condition. */
function trainingLine(conditions: ReportInput['analysis']['conditions']): string {
  const runs = Object.entries(conditions).flatMap(([name, { training }]) => {
    const stops = Object.values(training).map(
      ({ steps, solved, leftChance }) =>
        `${steps}${leftChance ? (solved ? '' : ' (not solved)') : ' (never left chance)'}`,
    );
    return stops.length === 0 ? [] : [{ name, stops }];
  });
  if (runs.length === 0) return 'no run was trained here.';
  const different = new Set(runs.flatMap(({ stops }) => stops));
  if (different.size === 1) return `every run stopped after ${[...different][0]} updates.`;
  const told = runs.map(({ name, stops }) => `${name} after ${stops.join(', ')}`);
  return `runs stopped, in updates by seed: ${escapeMarkdown(told.join('; '))}.`;
}
