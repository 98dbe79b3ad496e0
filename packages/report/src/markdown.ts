import type { Figures } from './figures/index.ts';
import { headlineFigures, phraseSentence, withGroups } from './headline.ts';
import { figure, range } from './numbers.ts';
import type { ReportInput } from './report.ts';
import { estimatorWords } from './words.ts';

const ROWS = [
  'accuracy.own',
  'accuracy.now',
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
export function renderMarkdown({ analysis, experiment }: ReportInput, figures: Figures): string {
  const conditions = withGroups(analysis);
  const rows = ROWS.filter((name) => conditions.some(([, { estimates }]) => estimates[name]));
  const lines = [
    `# ${escapeMarkdown(experiment.title)}`,
    '',
    ...(experiment.claim ? [escapeMarkdown(experiment.claim), ''] : []),
    ...conditions.map(
      ([name, condition, chance]) =>
        `- **${escapeMarkdown(name)}: ${condition.verdict}** – ${headlineFigures(condition, chance)} ${escapeMarkdown([condition.reason, phraseSentence(condition)].filter(Boolean).join(' '))}`,
    ),
    '',
    `![${figures.battery.title}](figures/${figures.battery.name}.svg)`,
    '',
    `| | ${conditions.map(([name]) => escapeMarkdown(name)).join(' | ')} |`,
    `|:--|${conditions.map(() => '--:|').join('')}`,
    ...rows.map((name) => {
      const cells = conditions.map(([, { estimates }]) => {
        const estimate = estimates[name];
        return estimate ? `${figure(name, estimate.mean)} (${range(name, estimate)})` : '';
      });
      return `| ${rowWords(name)} | ${cells.join(' | ')} |`;
    }),
    '',
    `Intervals of ${+(analysis.confidence * 100).toFixed(2)}% over ${seedsAndPrompts(analysis.seeds.length)}; ${trainingLine(analysis.conditions)}`,
    '',
    ...Object.values(figures).flatMap((one) =>
      one && one !== figures.battery ? [`![${one.title}](figures/${one.name}.svg)`, ''] : [],
    ),
    `Everything else is in [report.html](report.html) and [metrics.json](metrics.json). To make it again: \`npx nx run ${experiment.project.replace(/[^\w-]/g, '')}:report\`.`,
  ];
  return `${lines.join('\n')}\n`;
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

function trainingLine(conditions: ReportInput['analysis']['conditions']): string {
  const runs = Object.entries(conditions).flatMap(([name, { training }]) =>
    Object.entries(training).map(
      ([seed, { steps, solved }]) => `${name} ${seed} after ${steps} updates${solved ? '' : ' (not solved)'}`,
    ),
  );
  return runs.length === 0 ? 'no run was trained.' : `runs stopped: ${escapeMarkdown(runs.join(', '))}.`;
}

/** Text as it may stand in a line or a table cell of Markdown. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replace(/\s+/g, ' ');
}
