import type { PromptTable } from '../promptTable.ts';
import { outcomeAt } from './stripLayout.ts';

/** What prompts can be put in order by. */
export type OrderKey = 'prompt' | 'length' | 'own' | 'under' | 'mass' | 'change';

export interface Order {
  readonly key: OrderKey;
  readonly descending: boolean;
}

/** Those that the intervention affected most come first. */
export const MOST_AFFECTED: Order = { key: 'change', descending: false };

/** What the interventions made of a prompt, side by side. */
export interface Comparison {
  /** Row of the table of prompts. */
  readonly prompt: number;
  /** Tokens of its own chain of thought. */
  readonly length: number;
  /** Probability of its own answer: after its own reasoning, under the intervention, and the second less the first. */
  readonly own: number | undefined;
  readonly under: number | undefined;
  readonly change: number | undefined;
  /** Probability of all answers together under the intervention. */
  readonly mass: number | undefined;
}

/**
 * @param reference place of the intervention that leaves the reasoning alone, `frozen`
 * @param intervention place of the one it is compared with
 */
export function comparisonOf(
  table: PromptTable,
  prompt: number,
  reference: number,
  intervention: number,
): Comparison {
  const own = outcomeAt(table, prompt, reference)?.probability;
  const outcome = outcomeAt(table, prompt, intervention);
  const under = outcome?.probability;
  return {
    ...{ prompt, own, under },
    mass: outcome?.mass,
    length: table.thought.length(prompt),
    change: own === undefined || under === undefined ? undefined : under - own,
  };
}

/** Prompts in an order. What has no value comes last, equals stay in the order of the table. */
export function inOrder(comparisons: readonly Comparison[], { key, descending }: Order): Comparison[] {
  const sign = descending ? -1 : 1;
  return comparisons.toSorted((a, b) => {
    const [left, right] = [a[key], b[key]];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined) || a.prompt - b.prompt;
    }
    return sign * (left - right) || a.prompt - b.prompt;
  });
}
