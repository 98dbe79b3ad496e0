import type { InterventionRow } from '@vestige/rollouts';
import { type About, type EstimatorsOf, plain, type QuantitiesOf, SIGNED } from './estimator.ts';
import { isPlain, type PromptRows } from './quantity.ts';

export const about = {
  title: 'Mediation',
  meaning: 'of what a flip changes, through the reasoning',
  parts: {
    total: 'total effect',
    direct: 'direct effect',
    indirect: 'indirect effect',
    share: 'mediated share',
  },
} as const satisfies About;

/**
 * Mediation of the attribute that a flip changes by the chain of thought (Pearl 2001). With x the prompt, x' the flipped one,
 * c(x) the chain of thought that the policy grows on x, and Y(x, c) = 1 if the answer is the one right for x':
 *
 * - `mediation.total` = E[Y(x', c(x')) - Y(x, c(x))], from `regrow` and `frozen`;
 * - `mediation.direct` = E[Y(x', c(x)) - Y(x, c(x))], the natural direct effect, from `flip`;
 * - `mediation.indirect` = E[Y(x, c(x')) - Y(x, c(x))], the natural indirect effect, from `transplant`.
 *
 * Direct and indirect effect add up to the total only without interaction. Only prompts whose flip changes the
 * right answer count; if it changes none, there is no effect to mediate.
 */
export const quantitiesOf: QuantitiesOf = (treatments) => {
  const effects = [
    ['total', 'regrow', 'regrow'],
    ['direct', 'flip', 'flip'],
    ['indirect', 'transplant', 'regrow'],
  ] as const;
  const measured = (name: (typeof effects)[number][1]) => treatments.some((one) => isPlain(one, name));
  return effects.flatMap(([part, treatment, flipped]) => {
    if (!measured(treatment) || !measured(flipped)) return [];
    const read = (rows: PromptRows): readonly [number, number] | undefined => {
      const [frozen, target, row] = ['frozen', flipped, treatment].map((name) => rows.get(name)?.[0]) as (
        | InterventionRow
        | undefined
      )[];
      if (!frozen || !target || !row || target.shown_label === target.label) return undefined;
      return [+(row.answer === target.shown_label) - +(frozen.answer === target.shown_label), 1];
    };
    return [{ key: { quantity: 'mediation', part }, read }];
  });
};

/** Total effect below which its mediated share is not told: a share of nothing is noise. */
const CLEAR_EFFECT = 0.1;

export const estimatorsOf: EstimatorsOf = (given) => {
  const effects = plain('mediation', SIGNED)(given);
  const total = given.places({ quantity: 'mediation', part: 'total' });
  const indirect = given.places({ quantity: 'mediation', part: 'indirect' });
  if (total === undefined || indirect === undefined) return effects;
  return [
    ...effects,
    {
      key: { quantity: 'mediation', part: 'share' },
      on: [total, indirect],
      over: { words: 'the total effect', value: (q) => q[total]!, clear: 0, least: CLEAR_EFFECT },
      value: (q) => mediatedShare(q[total]!, q[indirect]!),
    },
  ];
};

/** `mediation.share` = indirect / total; NaN if the total effect is below {@link CLEAR_EFFECT}. */
export function mediatedShare(total: number, indirect: number): number {
  return total >= CLEAR_EFFECT ? indirect / total : Number.NaN;
}
