import type { Analysis, Interval, PromptsAnalysis, QuantityName } from '@vestige/analysis';
import { estimateText } from '../numbers.ts';

/** Group of the rows that are about a condition as a whole, as in analysis.arrow. */
export const ALL = 'all';

/** The analysis of a condition, or of one kind of its prompts. */
export interface Part {
  readonly condition: string;
  readonly group: string;
  readonly part: PromptsAnalysis;
}

/** Conditions as wholes, each followed by its kinds of prompts. */
export function partsOf({ conditions }: Analysis): Part[] {
  return Object.entries(conditions).flatMap(([condition, whole]) =>
    Object.entries({ [ALL]: whole, ...whole.groups }).map(([group, part]) => ({ condition, group, part })),
  );
}

/** What to call a part in print. */
export function partName({ condition, group }: Pick<Part, 'condition' | 'group'>): string {
  return group === ALL ? condition : `${condition}, ${group}`;
}

/** An estimate with its interval in print: `67.7% [64.0%, 71.3%]`; a dash where there is none. */
export function printed(quantity: QuantityName, interval: Interval | undefined): string {
  if (!interval) return '\u2013';
  const { mean, low, high } = interval;
  return `${estimateText(quantity, mean)} [${estimateText(quantity, low)}, ${estimateText(quantity, high)}]`;
}

/** An interval in three fields. */
export function fieldsOf(interval: Interval | undefined): [number | null, number | null, number | null] {
  return interval ? [interval.mean, interval.low, interval.high] : [null, null, null];
}

/** The coverage of intervals, `95%`. */
export function coverage({ confidence }: Pick<Analysis, 'confidence'>): string {
  return `${+(confidence * 100).toFixed(2)}%`;
}
