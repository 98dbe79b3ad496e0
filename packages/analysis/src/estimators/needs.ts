import { dropsAll, isRemoval } from '../keys/interventions.ts';
import type { About, EstimatorsOf } from './estimator.ts';
import { least, reliances } from './reliance.ts';

export const about = {
  title: 'Needs a phrase',
  meaning: 'the same for the phrases of a type, or the least removal of all',
} as const satisfies About;

/**
 * The least of what the phrases of a type cost and of the removals of the whole. All phrases of the type, where they were
 * dropped together: one of several may carry the answer, or several stand in for each other. Else one of them.
 */
export const estimatorsOf: EstimatorsOf = (given) => {
  const { whole, phrases } = reliances(given);
  const removals = whole.filter(({ key }) => isRemoval(key.intervention!));
  const isTogether = ({ key }: (typeof phrases)[number]) => dropsAll(key);
  const preferred = phrases.toSorted((a, b) => Number(isTogether(b)) - Number(isTogether(a)));
  const units = new Set(phrases.map(({ key }) => key.unit));
  return [...units].map((unit) => {
    const dropped = preferred.find(({ key }) => key.unit === unit)!;
    return least({ quantity: 'needs', unit }, [dropped, ...removals]);
  });
};
