import { type Budget, budgetOf, type WrittenBudget } from '@vestige/language/options';
import type { InterventionRow } from '@vestige/rollouts';

/** What asking a policy has cost. */
export interface Cost {
  /** Read and written. */
  readonly tokens: number;
  readonly seconds: number;
}

/** What asking a policy all that is planned will cost, and how much of it can be paid. */
export interface Plan {
  /** Questions that the budget allows; those by which the cost is known are paid for, and count in any case. */
  readonly affordable: number;
  /** The cost in a line. */
  readonly told: string;
}

/** What share of a budget something has cost. */
function shareOf(budget: Budget, { tokens, seconds }: Cost): number {
  return Math.max(tokens / budget.tokens, seconds / budget.seconds);
}

/** What a few questions have cost. */
interface Probed {
  readonly questions: number;
  /** Until all had reasoning of their own. */
  readonly forOwn: Cost;
  readonly forAll: Cost;
}

/**
 * Whether to stop asking. No more reasoning is written than what else is asked about it can be paid; half is kept for
 * that where the few questions do not tell, since all about them was known. Those are kept in any case.
 */
export function stopAt(
  budget: Budget,
  cost: () => Cost,
  { questions, forOwn, forAll }: Probed,
): (phase: 'own' | 'whole', done: number) => boolean {
  const isTold = forAll.tokens > forOwn.tokens;
  const each = (shareOf(budget, forAll) - shareOf(budget, forOwn)) / questions;
  return (phase, done) => {
    if (done < questions) return false;
    const spent = shareOf(budget, cost());
    const kept = phase === 'whole' ? 0 : isTold ? done * each : spent;
    return spent + kept >= 1;
  };
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
 * @param written the budget, that of the few included
 */
export function planOf(
  probed: readonly InterventionRow[],
  prompts: number,
  cost: Cost,
  written: WrittenBudget | undefined,
): Plan {
  const asked = new Set(probed.map(({ problem_id }) => problem_id)).size;
  // What is known already costs nothing, and says nothing of the others.
  const each = cost.tokens === 0 ? 0 : shareOf(budgetOf(written), cost) / asked;
  const affordable = each === 0 ? prompts : Math.min(prompts, Math.max(asked, Math.floor(1 / each)));
  const share = affordable / asked;
  const stops =
    affordable < prompts
      ? `; the budget of ${typeof written === 'number' ? `${counted(written)} tokens` : written} allows ${affordable} of ${prompts}`
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
