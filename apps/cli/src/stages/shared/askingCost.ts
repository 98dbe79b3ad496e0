import type { InterventionRow } from '@vestige/rollouts';

/** What asking a policy has cost. */
export interface Cost {
  /** Read and written. */
  readonly tokens: number;
  readonly seconds: number;
}

/** What asking a policy all that is planned will cost, and how much of it can be paid. */
export interface Plan {
  /** Questions that the budget allows, at least two: reasoning is borrowed from another one. */
  readonly affordable: number;
  /** The cost in a line. */
  readonly told: string;
}

/** Begins to measure. */
export function costSoFar(tokens: () => number): () => Cost {
  const [first, begun] = [tokens(), performance.now()];
  return () => ({ tokens: tokens() - first, seconds: (performance.now() - begun) / 1000 });
}

/**
 * The cost of all questions by that of a few.
 *
 * @param probed the rows of a few questions
 * @param prompts how many there are to be
 * @param cost of the few
 * @param budget most tokens, those of the few included
 */
export function planOf(
  probed: readonly InterventionRow[],
  prompts: number,
  cost: Cost,
  budget: number,
): Plan {
  const asked = new Set(probed.map(({ problem_id }) => problem_id)).size;
  const each = cost.tokens / asked;
  const affordable = each === 0 ? prompts : Math.min(prompts, Math.max(2, Math.floor(budget / each)));
  const share = affordable / asked;
  const stops =
    affordable < prompts
      ? `; the budget of ${counted(budget)} tokens allows ${affordable} of ${prompts}`
      : '';
  return {
    affordable,
    told:
      `${affordable} questions: about ${counted(probed.length * share)} answers, ${counted(cost.tokens * share)} tokens, ` +
      `${duration(cost.seconds * share)}${stops}`,
  };
}

/** What was asked in the end, in a line. */
export function askedText(answered: number, prompts: number, { tokens, seconds }: Cost): string {
  const rate = seconds > 0 ? `, ${counted(tokens / seconds)} a second` : '';
  return `${answered} of ${prompts} questions, ${counted(tokens)} tokens${rate}`;
}

function counted(count: number): string {
  return Number(count.toPrecision(3)).toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
