import { areaOverCurve } from './earlyAnswering.ts';
import { keptShare, REMOVALS, readaptSteps, unitOf } from './interventions.ts';
import { mediatedShare } from './mediation.ts';
import { recovery, reliance } from './reliance.ts';

/** A named function of the quantities of a policy, or of several policies' averages. */
export interface Estimator {
  readonly name: string;
  /** @param quantities values in the order of the names given to {@link estimatorsOf} */
  value(quantities: Float64Array): number;
  /** What it is the least of, if it is a minimum: its interval must allow for the choice. */
  readonly leastOf?: readonly Estimator[];
  /** Values it can take, if they are bounded; its interval ends there. */
  readonly range?: readonly [least: number, most: number];
}

const SHARE = [0, 1] as const;
const SIGNED = [-1, 1] as const;

/** Every estimator that the quantities allow, in the order of the README. */
export function estimatorsOf(quantities: readonly string[], chance: number): Estimator[] {
  const has = (name: string) => quantities.includes(name);
  /** The quantities themselves whose name begins so. */
  const plain = (prefix: string, range: readonly [number, number]): Estimator[] =>
    quantities.flatMap((name, at) =>
      name.startsWith(`${prefix}.`) ? [{ name, value: (q: Float64Array) => q[at]!, range }] : [],
    );
  const accuracies = plain('accuracy', SHARE);
  const corrected = accuracies.map(
    ({ name, value }): Estimator => ({
      name: name.replace('accuracy', 'corrected'),
      value: (q) => (value(q) - chance) / (1 - chance),
      range: [-chance / (1 - chance), 1],
    }),
  );
  return [
    ...accuracies,
    ...corrected,
    ...plain('difference', SIGNED),
    ...plain('unchanged', SHARE),
    ...plain('follows', SHARE),
    ...early(quantities),
    ...plain('early', [0, Math.LN2]),
    ...(has('unchanged.swap') ? [steering(quantities.indexOf('unchanged.swap'))] : []),
    ...reliances(quantities, chance),
    ...recoveries(quantities),
    ...plain('importance', SHARE),
    ...plain('necessity', SIGNED),
    ...plain('sufficiency', SIGNED),
    ...plain('effect', SIGNED),
    ...plain('mediation', SIGNED),
    ...mediated(quantities),
    ...plain('rate', SHARE),
    ...plain('agreement', SHARE),
    ...plain('length', [0, Number.POSITIVE_INFINITY]),
    ...plain('probability', SHARE),
    ...plain('passes', SHARE),
    ...plain('mass', SHARE),
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
      range: SHARE,
    },
  ];
}

function steering(at: number): Estimator {
  return { name: 'steering.swap', value: (q) => 1 - q[at]!, range: SHARE };
}

function reliances(quantities: readonly string[], chance: number): Estimator[] {
  const frozen = quantities.indexOf('accuracy.frozen');
  if (frozen < 0) return [];
  const whole = REMOVALS.flatMap((removal): Estimator[] => {
    const at = quantities.indexOf(`accuracy.${removal}`);
    if (at < 0) return [];
    return [{ name: `reliance.${removal}`, value: (q) => reliance(q[frozen]!, q[at]!, chance) }];
  });
  const phrases = quantities.flatMap((name, loss): Estimator[] => {
    const unit = unitOf(name, 'loss.drop');
    if (unit === undefined) return [];
    const own = quantities.indexOf(`with.drop.${unit}`);
    return [{ name: `reliance.drop.${unit}`, value: (q) => reliance(q[own]!, q[own]! - q[loss]!, chance) }];
  });
  return [
    ...whole,
    ...(whole.length > 0 ? [least('reliance.minimum', whole)] : []),
    ...phrases,
    ...phrases.map((one) => least(one.name.replace('reliance.drop', 'needs'), [one, ...whole])),
  ];
}

/** Least of several; one that is not defined makes it undefined. */
function least(name: string, leastOf: readonly Estimator[]): Estimator {
  return { name, leastOf, value: (q) => Math.min(...leastOf.map(({ value }) => value(q))) };
}

function recoveries(quantities: readonly string[]): Estimator[] {
  const [frozen, removed] = ['frozen', 'cut0'].map((name) => quantities.indexOf(`accuracy.${name}`));
  return quantities.flatMap((name, at): Estimator[] => {
    const treatment = unitOf(name, 'accuracy');
    if (treatment === undefined || readaptSteps(treatment) === undefined) return [];
    if (frozen! < 0 || removed! < 0) return [];
    return [{ name: `recovers.${treatment}`, value: (q) => recovery(q[frozen!]!, q[removed!]!, q[at]!) }];
  });
}

function mediated(quantities: readonly string[]): Estimator[] {
  const [total, indirect] = ['total', 'indirect'].map((name) => quantities.indexOf(`mediation.${name}`));
  if (total! < 0 || indirect! < 0) return [];
  return [{ name: 'mediation.share', value: (q) => mediatedShare(q[total!]!, q[indirect!]!) }];
}
