import type { About, EstimatorsOf } from './estimator.ts';

export const about = {
  title: 'Accuracy above chance',
  meaning: '0% is guessing, 100% is perfect',
  ofTreatments: true,
} as const satisfies About;

export const estimatorsOf: EstimatorsOf = ({ quantities, chance }) =>
  quantities.flatMap((key, at) => {
    if (key.quantity !== 'accuracy') return [];
    return [
      {
        key: { ...key, quantity: 'corrected' },
        on: [at],
        value: (q: Float64Array) => (q[at]! - chance) / (1 - chance),
        range: [-chance / (1 - chance), 1] as const,
      },
    ];
  });
