import { keptShare, type Treatment } from '../keys/interventions.ts';
import { areaOverCurve } from './earlyAnswering.ts';
import { type About, type EstimatorsOf, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { jensenShannon } from './jensenShannon.ts';
import type { PromptRows } from './quantity.ts';

export const about = {
  title: 'Early answering',
  meaning: 'area over the curve; influence of the reasoning in nats',
  parts: { aoc: 'area over the curve', cir: 'influence on the answer (CIR)' },
} as const satisfies About;

/**
 * CIR (Yu et al., arXiv 2604.22074): mean over k of JS(Bern(p_k) || Bern(p_T)) in nats, p_k the probability of
 * the answer given with the whole chain of thought. Here k runs over the fractions kept, not over every token.
 */
export const quantitiesOf: QuantitiesOf = (treatments) => {
  const cuts = treatments.flatMap((one) => (keptBy(one) === undefined ? [] : [one.intervention]));
  const read = (rows: PromptRows): readonly [number, number] | undefined => {
    const whole = rows.get('frozen')?.[0];
    const measured = cuts.flatMap((cut) => rows.get(cut) ?? []);
    if (!whole || measured.length === 0) return undefined;
    const p = whole.frozen_answer_probability;
    const sum = measured.reduce((s, row) => s + jensenShannon(row.frozen_answer_probability, p), 0);
    return [sum / measured.length, 1];
  };
  return [{ key: { quantity: 'early', part: 'cir' }, read }];
};

export const estimatorsOf: EstimatorsOf = (given) => {
  const points = given.quantities.flatMap(({ quantity, intervention, unit }, at) => {
    if (quantity !== 'unchanged' || intervention === undefined || unit !== undefined) return [];
    const kept = keptShare(intervention);
    return kept === undefined ? [] : [{ kept, at }];
  });
  const influence = plain('early', [0, Math.LN2])(given);
  if (points.length === 0) return influence;
  const again = given.places({ quantity: 'unchanged', intervention: 'repeat' });
  return [
    {
      key: { quantity: 'early', part: 'aoc' },
      on: [...points.map(({ at }) => at), ...(again === undefined ? [] : [again])],
      // Of answers that do not stay when asked again, no cut keeps more.
      value: (q) => {
        const most = again === undefined ? 1 : q[again]!;
        return areaOverCurve(points.map(({ kept, at }) => ({ kept, same: q[at]! / most })));
      },
      range: SHARE,
    },
    ...influence,
  ];
};

function keptBy({ intervention, unit }: Treatment): number | undefined {
  return unit === undefined ? keptShare(intervention) : undefined;
}
