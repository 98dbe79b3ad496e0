import { type About, type EstimatorsOf, SHARE } from './estimator.ts';

export const about = {
  title: 'Steering',
  meaning: 'share of answers that swapped reasoning changes',
} as const satisfies About;

export const estimatorsOf: EstimatorsOf = ({ places }) => {
  const at = places({ quantity: 'unchanged', intervention: 'swap' });
  if (at === undefined) return [];
  const key = { quantity: 'steering', intervention: 'swap' } as const;
  return [{ key, on: [at], value: (q) => 1 - q[at]!, range: SHARE }];
};
