import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { keptShare, REMOVALS, ROOM_REMOVALS, readaptation } from '../keys/interventions.ts';
import { mediatedShare } from '../read/mediation.ts';
import { placesOf, type QuantityKey } from '../read/quantity.ts';
import { CLEAR } from '../thresholds.ts';
import { areaOverCurve } from './earlyAnswering.ts';
import { recovery, reliance } from './reliance.ts';

/** A function of the quantities of a policy, or of several policies' averages. */
export interface Estimator {
  readonly key: EstimatorKey;
  /** @param quantities values in the order of the keys given to {@link estimatorsOf} */
  value(quantities: Float64Array): number;
  /** What it is the least of, if it is a minimum: its interval must allow for the choice. */
  readonly leastOf?: readonly Estimator[];
  /** Indices of the quantities that it is a function of; none if it rests on training and not on prompts. */
  readonly on: readonly number[];
  /** If it is a ratio: what must be clear of 0 for it to mean anything. */
  readonly over?: Denominator;
  /** Values it can take, if they are bounded; its interval ends there. */
  readonly range?: readonly [least: number, most: number];
}

/** What a ratio is a share of. */
export interface Denominator extends Pick<Estimator, 'value'> {
  /** In words, as the subject of a sentence. */
  readonly words: string;
  /** Least lower end of its interval. */
  readonly clear: number;
  /** Values that the ratio can take, from the lower end of the interval of its denominator, if they are bounded. */
  range?(low: number): readonly [least: number, most: number];
}

const SHARE = [0, 1] as const;
const SIGNED = [-1, 1] as const;

type Places = ReturnType<typeof placesOf>;

/** Every estimator that the quantities allow, in the order of the README. */
export function estimatorsOf(quantities: readonly QuantityKey[], chance: number): Estimator[] {
  const places = placesOf(quantities);
  /** Quantities that are estimators themselves. */
  const plain = <Q extends EstimatorKey['quantity']>(
    quantity: Q,
    range: readonly [number, number],
  ): (Estimator & { readonly key: { readonly quantity: Q } })[] =>
    quantities.flatMap((key, at) => {
      if (!isOf(key, quantity)) return [];
      return [{ key, on: [at], value: (q: Float64Array) => q[at]!, range }];
    });
  const accuracies = plain('accuracy', SHARE);
  const corrected = accuracies.map(
    ({ key, on, value }): Estimator => ({
      key: { ...key, quantity: 'corrected' },
      on,
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
    ...steering(places),
    ...reliances(quantities, places, chance),
    ...recoveries(quantities, places),
    ...plain('importance', SHARE),
    ...plain('necessity', SIGNED),
    ...plain('sufficiency', SIGNED),
    ...plain('effect', SIGNED),
    ...plain('mediation', SIGNED),
    ...mediated(places),
    ...plain('rate', SHARE),
    ...plain('agreement', SHARE),
    ...plain('length', [0, Number.POSITIVE_INFINITY]),
    ...plain('probability', SHARE),
    ...plain('passes', SHARE),
    ...plain('mass', SHARE),
  ];
}

function isOf<Q extends QuantityKey['quantity']>(
  key: QuantityKey,
  quantity: Q,
): key is QuantityKey & { readonly quantity: Q } {
  return key.quantity === quantity;
}

function early(quantities: readonly QuantityKey[]): Estimator[] {
  const points = quantities.flatMap((key, at) => {
    const kept =
      key.quantity === 'unchanged' && key.unit === undefined ? keptShare(key.intervention) : undefined;
    return kept === undefined ? [] : [{ kept, at }];
  });
  if (points.length === 0) return [];
  return [
    {
      key: { quantity: 'early', part: 'aoc' },
      on: points.map(({ at }) => at),
      value: (q) => areaOverCurve(points.map(({ kept, at }) => ({ kept, same: q[at]! }))),
      range: SHARE,
    },
  ];
}

function steering(places: Places): Estimator[] {
  const at = places({ quantity: 'unchanged', intervention: 'swap' });
  if (at === undefined) return [];
  const key = { quantity: 'steering', intervention: 'swap' } as const;
  return [{ key, on: [at], value: (q) => 1 - q[at]!, range: SHARE }];
}

function reliances(quantities: readonly QuantityKey[], places: Places, chance: number): Estimator[] {
  const frozen = places({ quantity: 'accuracy', intervention: 'frozen' });
  if (frozen === undefined) return [];
  const removed = REMOVALS.flatMap((intervention) => {
    const at = places({ quantity: 'accuracy', intervention });
    if (at === undefined) return [];
    const estimator: Estimator = {
      key: { quantity: 'reliance', intervention },
      on: [frozen, at],
      over: aboveChance(frozen, 'its accuracy above chance', chance),
      value: (q) => reliance(q[frozen]!, q[at]!, chance),
    };
    return [{ intervention, estimator }];
  });
  const whole = removed.map(({ estimator }) => estimator);
  const room = removed.flatMap(({ intervention, estimator }) =>
    ROOM_REMOVALS.some((removal) => removal === intervention) ? [estimator] : [],
  );
  const phrases = quantities.flatMap((key, loss) => {
    if (key.quantity !== 'loss') return [];
    const { intervention, unit } = key;
    const own = places({ quantity: 'with', intervention, unit })!;
    const estimator: Estimator = {
      key: { quantity: 'reliance', intervention, unit },
      on: [own, loss],
      over: aboveChance(own, `its accuracy above chance on prompts with a ${unit}`, chance),
      value: (q) => reliance(q[own]!, q[own]! - q[loss]!, chance),
    };
    return [{ unit, estimator }];
  });
  return [
    ...whole,
    ...(whole.length > 0 ? [least({ quantity: 'reliance', part: 'minimum' }, whole)] : []),
    ...(room.length > 0 ? [least({ quantity: 'reliance', part: 'room' }, room)] : []),
    ...phrases.map(({ estimator }) => estimator),
    ...phrases.map(({ unit, estimator }) => least({ quantity: 'needs', unit }, [estimator, ...whole])),
  ];
}

/** Least of several; one that is not defined makes it undefined. */
function least(key: EstimatorKey, leastOf: readonly Estimator[]): Estimator {
  const [{ over } = {}] = leastOf;
  return {
    key,
    leastOf,
    on: [...new Set(leastOf.flatMap(({ on }) => on))],
    ...(over && { over }),
    value: (q) => Math.min(...leastOf.map(({ value }) => value(q))),
  };
}

/**
 * Accuracy above chance, of what there is between chance and 1: what a reliance is a share of. No accuracy without the
 * reasoning lies outside 0 to 1, so that no reliance lies further out than these give.
 */
function aboveChance(at: number, words: string, chance: number): Denominator {
  return {
    words,
    value: (q) => (q[at]! - chance) / (1 - chance),
    clear: CLEAR,
    range: (low) => [(low - 1) / low, (chance + low * (1 - chance)) / (low * (1 - chance))],
  };
}

function recoveries(quantities: readonly QuantityKey[], places: Places): Estimator[] {
  const frozen = places({ quantity: 'accuracy', intervention: 'frozen' });
  const removed = places({ quantity: 'accuracy', intervention: 'cut0' });
  if (frozen === undefined || removed === undefined) return [];
  return quantities.flatMap((key, at): Estimator[] => {
    if (key.quantity !== 'accuracy' || key.unit !== undefined) return [];
    if (readaptation(key.intervention)?.to !== 'empty') return [];
    return [
      {
        key: { quantity: 'recovers', intervention: key.intervention },
        on: [frozen, removed, at],
        over: {
          words: 'the accuracy lost with empty reasoning',
          value: (q) => q[frozen]! - q[removed]!,
          clear: 0,
        },
        value: (q) => recovery(q[frozen]!, q[removed]!, q[at]!),
      },
    ];
  });
}

function mediated(places: Places): Estimator[] {
  const total = places({ quantity: 'mediation', part: 'total' });
  const indirect = places({ quantity: 'mediation', part: 'indirect' });
  if (total === undefined || indirect === undefined) return [];
  return [
    {
      key: { quantity: 'mediation', part: 'share' },
      on: [total, indirect],
      over: { words: 'the total effect', value: (q) => q[total]!, clear: 0 },
      value: (q) => mediatedShare(q[total]!, q[indirect]!),
    },
  ];
}
