import { type EstimatorKey, parseEstimator } from '../keys/estimatorKey.ts';

/** The estimator of a name, for tests that look one up as the README calls it. */
export function key(name: string): EstimatorKey {
  const parsed = parseEstimator(name);
  if (parsed === undefined) throw new Error(`${name}: no estimator`);
  return parsed;
}
