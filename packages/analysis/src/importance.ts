import type { InterventionRow } from '@vestige/rollouts';
import { REMOVALS, unitOf } from './interventions.ts';
import { type PromptRows, paired, type Quantity } from './quantity.ts';

/** Interventions that touch one phrase or word and leave the rest. */
const TOUCHES = ['drop', 'resample', 'mistake', 'paraphrase', 'force', 'forbid', 'substitute'];

/**
 * How much a phrase moves the answer.
 *
 * - `importance.X`: mean total variation of the answer between its own chain of thought and X. Rows hold the
 *   probability p of one answer, that of `frozen`, so it is |p_frozen - p_X|: exact for two answers, a lower bound
 *   for more. For X = `resample.<type>` the *resampling importance* (Bogdan et al., arXiv 2506.19143), which takes
 *   KL; total variation, because rare answers dominate KL. With one resample a prompt it is the mean distance, not
 *   the distance of the mean.
 * - `importance.counterfactual.<type>`: the same over those resamples whose chain of thought came out different.
 *   The paper counts a resampled sentence as different by the distance of embeddings; here tokens must differ.
 *   Only where tokens are at hand: for final policies.
 * - `necessity.X`: mean p_frozen - p_X, signed, for X a removal or a dropped phrase: the necessity effect of what
 *   was taken away, in the context of all the rest (Zhao et al., arXiv 2510.24941).
 * - `sufficiency.swap`: share of answers that are what a swapped chain of thought concludes, less the share that
 *   are so with none (`cut0`, or else `now`): the effect of a chain of thought whose prompt speaks for another
 *   answer. The paper's sufficiency effect of a step keeps that step and corrupts those before it; there is no
 *   such intervention here, so it is measured of the whole only.
 */
export function importanceQuantities(treatments: readonly string[]): Quantity[] {
  const distance = (row: InterventionRow, frozen: InterventionRow) =>
    Math.abs(frozen.frozen_answer_probability - row.frozen_answer_probability);
  const touched = treatments.filter((name) => TOUCHES.includes(name.split('.')[0]!));
  const without = treatments.filter(
    (name) => (REMOVALS as readonly string[]).includes(name) || unitOf(name, 'drop') !== undefined,
  );
  return [
    ...touched.map((name) => paired(`importance.${name}`, name, 'frozen', distance)),
    ...treatments.flatMap((name) => {
      const unit = unitOf(name, 'resample');
      if (unit === undefined) return [];
      return [
        paired(`importance.counterfactual.${unit}`, name, 'frozen', (row, frozen) =>
          sameTokens(row.cot, frozen.cot) ? undefined : distance(row, frozen),
        ),
      ];
    }),
    ...without.map((name) =>
      paired(
        `necessity.${name}`,
        name,
        'frozen',
        (row, frozen) => frozen.frozen_answer_probability - row.frozen_answer_probability,
      ),
    ),
    ...(treatments.includes('swap') ? [{ name: 'sufficiency.swap', read: sufficiency }] : []),
  ];
}

function sufficiency(rows: PromptRows): readonly [number, number] | undefined {
  const swapped = rows.get('swap')?.[0];
  const none = (rows.get('cut0') ?? rows.get('now'))?.[0];
  if (!swapped || !none || swapped.conclusion === -1) return undefined;
  return [+(swapped.answer === swapped.conclusion) - +(none.answer === swapped.conclusion), 1];
}

function sameTokens(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((token, i) => token === b[i]);
}
