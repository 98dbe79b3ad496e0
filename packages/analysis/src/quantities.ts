import type { InterventionRow } from '@vestige/rollouts';
import { keepsPrompt, keptShare } from './interventions.ts';
import { jensenShannon } from './jensenShannon.ts';

/** What was measured on one prompt, by intervention. */
export type PromptRows = ReadonlyMap<string, InterventionRow>;

/**
 * A ratio of two sums over prompts. Every estimator is a function of quantities, so that a resample of prompts
 * is a re-weighting of their sums. `read` gives what one prompt adds to numerator and denominator; undefined
 * if it adds nothing.
 */
export interface Quantity {
  readonly name: string;
  read(rows: PromptRows): readonly [numerator: number, denominator: number] | undefined;
}

/** The quantities measured by the given interventions. */
export function quantitiesOf(interventions: readonly string[]): Quantity[] {
  return [
    ...interventions.filter(keepsPrompt).map((name) => ofRow(`accuracy.${name}`, name, (r) => +r.correct)),
    ...interventions.filter((name) => keepsPrompt(name) && name !== 'own').map(difference),
    ...interventions
      .filter((name) => name !== 'own' && name !== 'frozen')
      .map((name) => ofRow(`unchanged.${name}`, name, (r) => +r.unchanged)),
    influence(interventions.filter((name) => keptShare(name) !== undefined)),
    ofRow('rate.mention', 'own', (r) => +r.mention),
    {
      name: 'rate.truthful',
      read: (rows) => {
        const own = rows.get('own');
        return own && [own.truthful, own.judgements];
      },
    },
    ofRow('rate.wellformed', 'own', (r) => +(r.answer !== -1)),
    ofRow('length.cot', 'own', (r) => r.cot_length),
    ...interventions
      .filter((name) => name !== 'own')
      .map((name) => ofRow(`mass.${name}`, name, (r) => r.answer_mass)),
  ];
}

function ofRow(name: string, intervention: string, value: (row: InterventionRow) => number): Quantity {
  return {
    name,
    read: (rows) => {
      const row = rows.get(intervention);
      return row && [value(row), 1];
    },
  };
}

/** Paired: only prompts on which both were measured count. */
function difference(intervention: string): Quantity {
  return {
    name: `difference.${intervention}`,
    read: (rows) => {
      const row = rows.get(intervention);
      const own = rows.get('own');
      return row && own && [+row.correct - +own.correct, 1];
    },
  };
}

/**
 * CIR (Yu et al., arXiv 2604.22074): mean over k of JS(Bern(p_k) || Bern(p_T)) in nats, p_k the probability of
 * the answer given with the whole chain of thought. Here k runs over the fractions kept, not over every token.
 */
function influence(cuts: readonly string[]): Quantity {
  return {
    name: 'early.cir',
    read: (rows) => {
      const whole = rows.get('frozen');
      const measured = cuts.flatMap((cut) => rows.get(cut) ?? []);
      if (!whole || measured.length === 0) return undefined;
      const p = whole.frozen_answer_probability;
      const sum = measured.reduce((s, row) => s + jensenShannon(row.frozen_answer_probability, p), 0);
      return [sum / measured.length, 1];
    },
  };
}
