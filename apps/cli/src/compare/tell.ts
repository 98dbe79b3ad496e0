import { estimatorName } from '@vestige/analysis';
import { escapeMarkdown } from '@vestige/report/escapeMarkdown';
import { bold, counted, decimal, listed, table } from '../terminal/layout.ts';
import {
  type ComparedEstimate,
  type Comparison,
  type ConditionComparison,
  type Difference,
  differ,
  differencesOf,
} from './compare.ts';

const HEADING = ['estimator', 'A', 'B', 'B − A', 'p', 'prompts', ''];
const SETTINGS_HEADING = ['setting', 'A', 'B'];
/** Characters of a setting that are shown. */
const SHOWN = 40;

/**
 * A comparison for the terminal: what differs in the settings, then each condition with its headline estimators.
 *
 * @param all whether the other estimates that differ are listed, too
 */
export function tellComparison(comparison: Comparison, all: boolean): string[] {
  return [
    `A: ${comparison.a}`,
    `B: ${comparison.b}`,
    '',
    settingsInWords(comparison),
    ...settingsTable(comparison, (rows) => table(rows, 'lll')),
    '',
    summary(comparison),
    ...missing(comparison),
    ...comparison.conditions.flatMap((condition) => [
      '',
      `${bold(condition.condition)}: ${inWords(condition)}`,
      ...missing(condition).map((line) => `  ${line}`),
      ...estimatesTable(condition, all, (rows) => table(rows, 'lllrrrl')),
      ...unlisted(condition, all).map((line) => `  ${line}`),
    ]),
    '',
    rule(comparison),
  ];
}

/** The same as Markdown. */
export function comparisonInMarkdown(comparison: Comparison, all: boolean): string[] {
  const row = (words: readonly string[]) => `| ${words.map(escapeMarkdown).join(' | ')} |`;
  const grid =
    (alignment: string) =>
    ([heading, ...rows]: readonly (readonly string[])[]) => ['', row(heading!), alignment, ...rows.map(row)];
  return [
    `# ${escapeMarkdown(comparison.a)} (A) and ${escapeMarkdown(comparison.b)} (B)`,
    '',
    settingsInWords(comparison),
    ...settingsTable(comparison, grid('|:--|:--|:--|')),
    '',
    summary(comparison),
    ...missing(comparison).flatMap((line) => ['', escapeMarkdown(line)]),
    ...comparison.conditions.flatMap((condition) => [
      '',
      `## ${escapeMarkdown(condition.condition)}`,
      '',
      escapeMarkdown(
        [`${inWords(condition)}.`, ...missing(condition), ...unlisted(condition, all)].join(' '),
      ),
      ...estimatesTable(condition, all, grid('|:--|:--|:--|--:|--:|--:|:--|')),
    ]),
    '',
    rule(comparison),
  ];
}

type Rows = readonly (readonly string[])[];

function settingsTable({ settings }: Comparison, layOut: (rows: Rows) => string[]): string[] {
  if (!settings?.length) return [];
  return layOut([SETTINGS_HEADING, ...settings.map(({ field, a, b }) => [field, setting(a), setting(b)])]);
}

/** How many settings differ, in a sentence. */
export function settingsInWords({ settings }: Comparison): string {
  if (settings === null) return 'A file that does not say its settings: what differs in them is not known.';
  return settings.length === 0
    ? 'The settings are the same.'
    : `${counted(settings.length, 'setting')} differ${settings.length === 1 ? 's' : ''}.`;
}

/** A setting as text, cut off where it is long. */
export function setting(value: unknown): string {
  if (value === undefined) return '–';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text;
}

function estimatesTable(
  { headline, others }: ConditionComparison,
  all: boolean,
  layOut: (rows: Rows) => string[],
): string[] {
  const shown = all ? [...headline, ...others] : headline;
  return shown.length === 0 ? [] : layOut([HEADING, ...shown.map(cells)]);
}

function unlisted({ others }: ConditionComparison, all: boolean): string[] {
  return all || others.length === 0 ? [] : [`${counted(others.length, 'other')} differ: --all lists them.`];
}

export function summary({ conditions, onlyInA, onlyInB }: Comparison): string {
  const verdicts = conditions.filter(({ verdicts: [a, b] }) => a !== b).length;
  const estimates = conditions.reduce((sum, one) => sum + differencesOf(one).length, 0);
  const compared = conditions.reduce((sum, one) => sum + one.compared, 0);
  if (conditions.length === 0) return 'No condition is in both.';
  const of = `${counted(conditions.length, 'condition')} in both`;
  const alone = onlyInA.length + onlyInB.length;
  if (verdicts === 0 && estimates === 0) {
    return `${of}: the verdicts are the same, and none of ${counted(compared, 'estimate')} differs${alone > 0 ? '.' : '; nothing tells them apart.'}`;
  }
  return `${of}: ${counted(verdicts, 'verdict')} and ${estimates} of ${counted(compared, 'estimate')} differ.`;
}

export function missing({ onlyInA, onlyInB }: Pick<Comparison, 'onlyInA' | 'onlyInB'>): string[] {
  const line = (name: string, only: readonly string[]) =>
    only.length > 0 ? [`Only in ${name}: ${listed(only, 'and')}.`] : [];
  return [...line('A', onlyInA), ...line('B', onlyInB)];
}

export function inWords(comparison: ConditionComparison): string {
  const {
    verdicts: [a, b],
    compared,
  } = comparison;
  const differences = differencesOf(comparison);
  const verdict = a === b ? `${a} in both` : `${a} in A, ${b} in B`;
  const figures =
    differences.length === 0 ? 'no estimate differs' : `${differences.length} of ${compared} differ`;
  return `${verdict}; ${figures}`;
}

function cells(one: Difference): string[] {
  const { estimator, a, b, difference, holm, significant, apart } = one;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
  const why = significant ? (apart ? '' : 'intervals overlap') : 'intervals apart, but not significant';
  const p = holm < 0.001 ? '< 0.001' : holm.toFixed(3);
  return [
    estimatorName(estimator),
    interval(a),
    interval(b),
    `${sign}${decimal(Math.abs(difference))}`,
    p,
    promptsOf(a, b),
    differ(one) ? why : 'no difference found',
  ];
}

/** Prompts that two estimates rest on, where the files say. */
export function promptsOf(a: ComparedEstimate, b: ComparedEstimate): string {
  return a.prompts === b.prompts ? `${a.prompts ?? ''}` : `${a.prompts ?? '?'}, ${b.prompts ?? '?'}`;
}

function interval({ mean, low, high }: ComparedEstimate): string {
  return `${decimal(mean)} (${decimal(low)} to ${decimal(high)})`;
}

export function rule({ alpha }: Comparison): string {
  return `An estimate differs if p < ${+alpha.toFixed(4)} or the intervals do not overlap. p: normal approximation from the intervals, corrected by Holm over the headline estimators of the condition, and over its others; an interval without width counts as exact.`;
}
