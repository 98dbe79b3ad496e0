import { describe } from '@vestige/ablation/interventions';
import type { InterventionRow } from '@vestige/rollouts';
import { isRemoval, type Treatment } from '../keys/interventions.ts';
import { type PromptRows, paired, type Quantity } from './quantity.ts';

/**
 * How much a phrase moves the answer.
 *
 * - `importance.X`: mean total variation of the answer between its own chain of thought and X. Rows hold the
 *   probability p of one answer, that of `frozen`, so it is |p_frozen - p_X|: exact for two answers, a lower bound
 *   for more. For X = `resample.<type>` the *resampling importance* (Bogdan et al., arXiv 2506.19143), which takes
 *   KL; total variation, because rare answers dominate KL. With one resample a prompt it is the mean distance, not
 *   the distance of the mean.
 * - `importance.counterfactual.<type>`: the same over those resamples whose chain of thought came out different.
 *   The paper counts a resampled sentence as different by the distance of embeddings; here the words must differ.
 *   Only where the text is at hand: for final policies.
 * - `necessity.X`: mean p_frozen - p_X, signed, for X a removal or a dropped phrase: the necessity effect of what
 *   was taken away, in the context of all the rest (Zhao et al., arXiv 2510.24941).
 * - `sufficiency.swap`: share of answers that are what a swapped chain of thought concludes, less the share that
 *   are so with none (`cut0`, or else `now`): the effect of a chain of thought whose prompt speaks for another
 *   answer. The paper's sufficiency effect of a step keeps that step and corrupts those before it; there is no
 *   such intervention here, so it is measured of the whole only.
 */
export function importanceQuantities(treatments: readonly Treatment[]): Quantity[] {
  const distance = (row: InterventionRow, frozen: InterventionRow) =>
    Math.abs(frozen.frozen_answer_probability - row.frozen_answer_probability);
  const touched = treatments.filter(({ intervention }) => describe(intervention)?.touches);
  const without = treatments.filter(({ intervention, unit }) =>
    unit === undefined ? isRemoval(intervention) : intervention === 'drop',
  );
  return [
    ...touched.map((one) => paired({ quantity: 'importance', ...one }, one, 'frozen', distance)),
    ...treatments.flatMap((one) => {
      const { intervention, unit } = one;
      if (intervention !== 'resample' || unit === undefined) return [];
      return [
        paired({ quantity: 'importance', part: 'counterfactual', unit }, one, 'frozen', (row, frozen) =>
          row.thought === frozen.thought ? undefined : distance(row, frozen),
        ),
      ];
    }),
    ...without.map((one) =>
      paired(
        { quantity: 'necessity', ...one },
        one,
        'frozen',
        (row, frozen) => frozen.frozen_answer_probability - row.frozen_answer_probability,
      ),
    ),
    ...(treatments.some(({ intervention, unit }) => intervention === 'swap' && unit === undefined)
      ? [{ key: { quantity: 'sufficiency', intervention: 'swap' } as const, read: sufficiency }]
      : []),
  ];
}

function sufficiency(rows: PromptRows): readonly [number, number] | undefined {
  const swapped = rows.get('swap')?.[0];
  const none = (rows.get('cut0') ?? rows.get('now'))?.[0];
  if (!swapped || !none || swapped.conclusion === null) return undefined;
  return [+(swapped.answer === swapped.conclusion) - +(none.answer === swapped.conclusion), 1];
}
