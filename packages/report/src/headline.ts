import type { ConditionAnalysis } from '@vestige/analysis';
import { percent, range } from './numbers.ts';

/** What the headline compares its own reasoning with, by preference. */
const WITHOUT = [
  ['now', 'when told to answer at once'],
  ['cut0', 'with its reasoning left empty'],
  ['filler', 'with filler words instead'],
] as const;

/** The verdict of a condition in figures, as one plain sentence without its subject. */
export function headlineFigures({ estimates }: ConditionAnalysis, chance: number): string {
  const own = estimates['accuracy.own'];
  const [name, words] = WITHOUT.find(([intervention]) => estimates[`accuracy.${intervention}`]) ?? [];
  const without = estimates[`accuracy.${name}`];
  if (!own || !without) return 'accuracy was not measured.';
  return (
    `right ${percent(own.mean)} of the time with its own reasoning (${range('accuracy.own', own)}), ` +
    `${percent(without.mean)} ${words} (${range('accuracy.now', without)}); guessing gives ${percent(chance)}.`
  );
}
