import { areaOverCurve } from './earlyAnswering.ts';
import { keptShare, REMOVALS } from './interventions.ts';
import { reliance } from './reliance.ts';

/** A named function of the quantities of a policy, or of several policies' averages. */
export interface Estimator {
  readonly name: string;
  /** @param quantities values in the order of the names given to {@link estimatorsOf} */
  value(quantities: Float64Array): number;
}

/** Every estimator that the quantities allow, in the order of the README. */
export function estimatorsOf(quantities: readonly string[], chance: number): Estimator[] {
  const has = (name: string) => quantities.includes(name);
  /** The quantities themselves whose name begins so. */
  const plain = (prefix: string): Estimator[] =>
    quantities.flatMap((name, at) =>
      name.startsWith(`${prefix}.`) ? [{ name, value: (q: Float64Array) => q[at]! }] : [],
    );
  const accuracies = quantities.flatMap((name, at) => {
    const [kind, intervention] = name.split(/\.(.*)/s) as [string, string];
    return kind === 'accuracy' ? [{ intervention, at }] : [];
  });
  const corrected = accuracies.map(({ intervention, at }) => ({
    name: `corrected.${intervention}`,
    value: (q: Float64Array) => (q[at]! - chance) / (1 - chance),
  }));
  return [
    ...plain('accuracy'),
    ...corrected,
    ...plain('difference'),
    ...plain('unchanged'),
    ...early(quantities),
    ...plain('early'),
    ...(has('unchanged.swap') ? [steering(quantities.indexOf('unchanged.swap'))] : []),
    ...reliances(accuracies, chance),
    ...plain('rate'),
    ...plain('length'),
    ...plain('mass'),
  ];
}

function early(quantities: readonly string[]): Estimator[] {
  const points = quantities.flatMap((name, at) => {
    const kept = name.startsWith('unchanged.') ? keptShare(name.slice('unchanged.'.length)) : undefined;
    return kept === undefined ? [] : [{ kept, at }];
  });
  if (points.length === 0) return [];
  return [
    {
      name: 'early.aoc',
      value: (q) => areaOverCurve(points.map(({ kept, at }) => ({ kept, same: q[at]! }))),
    },
  ];
}

function steering(at: number): Estimator {
  return { name: 'steering.swap', value: (q) => 1 - q[at]! };
}

function reliances(accuracies: readonly { intervention: string; at: number }[], chance: number): Estimator[] {
  const frozen = accuracies.find(({ intervention }) => intervention === 'frozen')?.at;
  if (frozen === undefined) return [];
  const each = accuracies
    .filter(({ intervention }) => (REMOVALS as readonly string[]).includes(intervention))
    .map(({ intervention, at }) => ({
      name: `reliance.${intervention}`,
      value: (q: Float64Array) => reliance(q[frozen]!, q[at]!, chance),
    }));
  if (each.length === 0) return [];
  const minimum = {
    name: 'reliance.minimum',
    value: (q: Float64Array) => Math.min(...each.map(({ value }) => value(q))),
  };
  return [...each, minimum];
}
