import type { Interval } from '@vestige/analysis';
import { bold, counted, decimal, listed, table } from '../terminal/layout.ts';
import type { Comparison, ConditionComparison, Difference } from './compare.ts';

const HEADING = ['estimator', 'A', 'B', 'B − A', 'p', ''];

/** A comparison for the terminal. */
export function tellComparison(comparison: Comparison): string[] {
  return [
    `A: ${comparison.a}`,
    `B: ${comparison.b}`,
    '',
    summary(comparison),
    ...missing(comparison),
    ...comparison.conditions.flatMap((condition) => [
      '',
      `${bold(condition.condition)}: ${inWords(condition)}`,
      ...missing(condition).map((line) => `  ${line}`),
      ...(condition.differences.length > 0
        ? table([HEADING, ...condition.differences.map(cells)], 'lllrrl')
        : []),
    ]),
    '',
    rule(comparison),
  ];
}

/** The same as Markdown. */
export function comparisonInMarkdown(comparison: Comparison): string[] {
  const row = (words: readonly string[]) => `| ${words.join(' | ')} |`;
  return [
    `# ${comparison.a} (A) and ${comparison.b} (B)`,
    '',
    summary(comparison),
    ...missing(comparison).flatMap((line) => ['', line]),
    ...comparison.conditions.flatMap((condition) => [
      '',
      `## ${condition.condition}`,
      '',
      [`${inWords(condition)}.`, ...missing(condition)].join(' '),
      ...(condition.differences.length > 0
        ? [
            '',
            row(HEADING),
            '|:--|:--|:--|--:|--:|:--|',
            ...condition.differences.map((one) => row(cells(one))),
          ]
        : []),
    ]),
    '',
    rule(comparison),
  ];
}

export function summary({ conditions, onlyInA, onlyInB }: Comparison): string {
  const verdicts = conditions.filter(({ verdicts: [a, b] }) => a !== b).length;
  const estimates = conditions.reduce((sum, { differences }) => sum + differences.length, 0);
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

export function inWords({ verdicts: [a, b], differences, compared }: ConditionComparison): string {
  const verdict = a === b ? `${a} in both` : `${a} in A, ${b} in B`;
  const figures =
    differences.length === 0 ? 'no estimate differs' : `${differences.length} of ${compared} differ`;
  return `${verdict}; ${figures}`;
}

function cells({ estimator, a, b, difference, holm, significant, apart }: Difference): string[] {
  const sign = difference > 0 ? '+' : '−';
  const why = significant ? (apart ? '' : 'intervals overlap') : 'intervals apart, but not significant';
  const p = holm < 0.001 ? '< 0.001' : holm.toFixed(3);
  return [estimator, interval(a), interval(b), `${sign}${decimal(Math.abs(difference))}`, p, why];
}

function interval({ mean, low, high }: Interval): string {
  return `${decimal(mean)} (${decimal(low)} to ${decimal(high)})`;
}

export function rule({ alpha }: Comparison): string {
  return `An estimate is listed if p < ${+alpha.toFixed(4)} or the intervals do not overlap. p: normal approximation from the intervals, corrected by Holm within the condition; an interval without width counts as exact.`;
}
