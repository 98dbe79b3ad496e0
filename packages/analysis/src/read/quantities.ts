import type { InterventionRow } from '@vestige/rollouts';
import { keepsPrompt, keptShare, type Treatment } from '../keys/interventions.ts';
import { forcingQuantities } from './forcing.ts';
import { importanceQuantities } from './importance.ts';
import { jensenShannon } from './jensenShannon.ts';
import { mediationQuantities } from './mediation.ts';
import { ofRows, type PromptRows, paired, type Quantity, type QuantityKey } from './quantity.ts';

const OWN: Treatment = { intervention: 'own' };

/** The quantities measured by the given treatments. */
export function quantitiesOf(treatments: readonly Treatment[]): Quantity[] {
  const is = (name: 'own' | 'frozen') => (one: Treatment) =>
    one.intervention === name && one.unit === undefined;
  const [isOwn, isFrozen] = [is('own'), is('frozen')];
  const others = treatments.filter((one) => !isOwn(one) && !isFrozen(one));
  const shown = treatments.filter(keepsPrompt);
  return [
    ...shown.map((one) => ofRows({ quantity: 'accuracy', ...one }, one, (r) => r.right)),
    ...shown
      .filter((one) => !isFrozen(one))
      .map((one) =>
        paired({ quantity: 'difference', ...one }, one, 'frozen', (r, frozen) => r.right - frozen.right),
      ),
    ...others.map((one) => ofRows({ quantity: 'unchanged', ...one }, one, (r) => r.unchanged)),
    ...treatments
      .filter((one) => !keepsPrompt(one))
      .map((one) =>
        ofRows({ quantity: 'follows', ...one }, one, (r) =>
          r.shown_label === r.label ? undefined : +(r.answer === r.shown_label),
        ),
      ),
    influence(treatments),
    ...importanceQuantities(treatments),
    ...mediationQuantities(treatments),
    ...forcingQuantities(treatments),
    ...treatments.flatMap(({ intervention, unit }) => {
      if (intervention !== 'drop' || unit === undefined) return [];
      const dropped = { intervention, unit } as const;
      return [
        paired({ quantity: 'loss', ...dropped }, dropped, 'frozen', (r, frozen) => frozen.right - r.right),
        paired({ quantity: 'with', ...dropped }, dropped, 'frozen', (_, frozen) => frozen.right),
      ];
    }),
    ofRows({ quantity: 'rate', part: 'mention' }, OWN, (r) => +r.mention),
    ofJudgements({ quantity: 'rate', part: 'truthful' }, (r) => r.truthful),
    ofJudgements({ quantity: 'rate', part: 'invented' }, (r) => r.invented),
    ofRows({ quantity: 'rate', part: 'wellformed' }, OWN, (r) => +(r.answer !== null)),
    ofRows({ quantity: 'rate', part: 'concludes' }, OWN, (r) =>
      r.conclusion === null ? undefined : +(r.conclusion === r.label),
    ),
    ofRows({ quantity: 'agreement', part: 'conclusion' }, OWN, (r) =>
      r.conclusion === null ? undefined : +(r.conclusion === r.answer),
    ),
    ofRows({ quantity: 'length', part: 'cot' }, OWN, (r) => r.cot_length),
    ofRows({ quantity: 'length', part: 'judgements' }, OWN, (r) => r.judgements),
    ...shown
      .filter((one) => !isOwn(one))
      .map((one) => ofRows({ quantity: 'probability', ...one }, one, (r) => r.label_probability)),
    ...treatments.map((one) =>
      ofRows({ quantity: 'passes', ...one }, one, (r) => r.passes_probability ?? undefined),
    ),
    ...treatments
      .filter((one) => !isOwn(one))
      .map((one) => ofRows({ quantity: 'mass', ...one }, one, (r) => r.answer_mass ?? undefined)),
  ];
}

/** Share of the judgements of the own chains of thought, pooled. */
function ofJudgements(key: QuantityKey, count: (row: InterventionRow) => number): Quantity {
  return {
    key,
    read: (rows) => {
      const own = rows.get('own')?.[0];
      return own && [count(own), own.judgements];
    },
  };
}

/**
 * CIR (Yu et al., arXiv 2604.22074): mean over k of JS(Bern(p_k) || Bern(p_T)) in nats, p_k the probability of
 * the answer given with the whole chain of thought. Here k runs over the fractions kept, not over every token.
 */
function influence(treatments: readonly Treatment[]): Quantity {
  const cuts = treatments.flatMap(({ intervention, unit }) =>
    unit === undefined && keptShare(intervention) !== undefined ? [intervention] : [],
  );
  const read = (rows: PromptRows): readonly [number, number] | undefined => {
    const whole = rows.get('frozen')?.[0];
    const measured = cuts.flatMap((cut) => rows.get(cut) ?? []);
    if (!whole || measured.length === 0) return undefined;
    const p = whole.frozen_answer_probability;
    const sum = measured.reduce((s, row) => s + jensenShannon(row.frozen_answer_probability, p), 0);
    return [sum / measured.length, 1];
  };
  return { key: { quantity: 'early', part: 'cir' }, read };
}
