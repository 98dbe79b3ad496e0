import { describe } from '@vestige/ablation/interventions';
import type { InterventionRow } from '@vestige/rollouts';
import type { Treatment } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { isPlain, paired } from './quantity.ts';

export const about = {
  title: 'Importance',
  meaning: 'total variation of the answer',
  ofTreatments: true,
} as const satisfies About;

/**
 * How much a phrase moves the answer.
 *
 * - `importance.X`: mean total variation of the answer between its own chain of thought and X. Rows hold the
 *   probability p of one answer, that of `frozen`, so it is |p_frozen - p_X|: exact for two answers, a lower bound
 *   for more. For X = `resample.<type>` the *resampling importance* (Bogdan et al., arXiv 2506.19143), which takes
 *   KL; total variation, because rare answers dominate KL. With one resample a prompt it is the mean distance, not
 *   the distance of the mean.
 * - `importance.counterfactual.<type>`: the same over those resamples whose chain of thought came out different: of
 *   `resampleEach` where it was run, those of which the sentence resampled says something else by the notion of the task; of
 *   `resample` those whose words differ anywhere. The paper counts by the distance of embeddings. Only where the text is at
 *   hand: for final policies.
 * - `importance.repeat`: the same where nothing was changed. Samples differ, so that a distance of shares is never 0 there.
 */
export const quantitiesOf: QuantitiesOf = (treatments) => [
  ...treatments
    .filter((one) => describe(one.intervention)?.touches || isPlain(one, 'repeat'))
    .map((one) => paired({ quantity: 'importance', ...one }, one, 'frozen', distance)),
  ...resampled(treatments).map((one) =>
    paired(
      { quantity: 'importance', part: 'counterfactual', unit: one.unit! },
      one,
      'frozen',
      (row, frozen) => ((row.changed ?? row.thought !== frozen.thought) ? distance(row, frozen) : undefined),
    ),
  ),
];

export const estimatorsOf = plain('importance', SHARE);

/** Resampling by type of phrase: from each phrase in turn, where that was done. */
function resampled(treatments: readonly Treatment[]): readonly Treatment[] {
  const ofTypes = treatments.filter(({ unit }) => unit !== undefined);
  const each = ofTypes.filter(({ intervention }) => intervention === 'resampleEach');
  return each.length > 0 ? each : ofTypes.filter(({ intervention }) => intervention === 'resample');
}

function distance(row: InterventionRow, frozen: InterventionRow): number {
  return Math.abs(frozen.frozen_answer_probability - row.frozen_answer_probability);
}
