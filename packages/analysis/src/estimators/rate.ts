import type { InterventionRow } from '@vestige/rollouts';
import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { ofRows, type Quantity } from './quantity.ts';

export const about = {
  title: 'What it writes',
  meaning: 'share of rollouts, or of judgements',
  parts: {
    mention: 'mentions what is looked for',
    truthful: 'judgements that are true',
    invented: 'judgements of values not in the prompt',
    wellformed: 'well-formed',
    concludes: 'reasoning ends on the right answer',
  },
} as const satisfies About;

const OWN = { intervention: 'own' } as const;

export const quantitiesOf: QuantitiesOf = () => [
  ofRows({ quantity: 'rate', part: 'mention' }, OWN, (row) =>
    row.mention === null ? undefined : +row.mention,
  ),
  ofJudgements('truthful', (row) => row.truthful),
  ofJudgements('invented', (row) => row.invented),
  ofRows({ quantity: 'rate', part: 'wellformed' }, OWN, (row) => +(row.answer !== null)),
  ofRows({ quantity: 'rate', part: 'concludes' }, OWN, (row) =>
    row.conclusion === null ? undefined : +(row.conclusion === row.label),
  ),
];

export const estimatorsOf = plain('rate', SHARE);

/** Share of the judgements of the own chains of thought, pooled. */
function ofJudgements(
  part: 'truthful' | 'invented',
  count: (row: InterventionRow) => number | null,
): Quantity {
  return {
    key: { quantity: 'rate', part },
    read: (rows) => {
      const own = rows.get('own')?.[0];
      const judged = own && count(own);
      return judged == null ? undefined : [judged, own!.judgements!];
    },
  };
}
