import { dropsType, isRemoval, ROOM_REMOVALS, type Treatment, takesAway } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import { CLEAR } from '../thresholds.ts';
import type { About, Denominator, EstimatorOf, EstimatorsOf, Given, QuantitiesOf } from './estimator.ts';
import { paired } from './quantity.ts';

export const about = {
  title: 'Reliance',
  meaning: 'share of the accuracy above chance that a removal costs',
  parts: { minimum: 'least of these', room: 'least of those that leave no tokens' },
} as const satisfies About;

/** Of dropped phrases of a type: the accuracy that they cost, and that with them, on the same prompts. */
export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter(dropsType)
    .flatMap((one) => [
      paired({ quantity: 'loss', ...one }, one, 'frozen', (row, frozen) => frozen.right - row.right),
      paired({ quantity: 'with', ...one }, one, 'frozen', (_, frozen) => frozen.right),
    ]);

export const estimatorsOf: EstimatorsOf = (given) => {
  const { whole, phrases } = reliances(given);
  const removals = whole.filter(({ key }) => isRemoval(key.intervention!));
  const room = removals.filter(({ key }) => ROOM_REMOVALS.some((removal) => removal === key.intervention));
  return [
    ...removals,
    ...(removals.length > 0 ? [least({ quantity: 'reliance', part: 'minimum' }, removals)] : []),
    ...(room.length > 0 ? [least({ quantity: 'reliance', part: 'room' }, room)] : []),
    ...whole.filter(({ key }) => !isRemoval(key.intervention!)),
    ...phrases,
  ];
};

/**
 * Share of the accuracy above chance that a removal of the chain of thought costs:
 * (frozen - removed) / (frozen - chance). 0: nothing; 1: all. The reference is `frozen`, the most probable
 * answer after the policy's own chain of thought, since removals are scored on the most probable answer too.
 * NaN if the reference does not exceed chance.
 */
function reliance(frozen: number, removed: number, chance: number): number {
  return frozen > chance ? (frozen - removed) / (frozen - chance) : Number.NaN;
}

/** Reliance on the whole, or on a part by its place, and on phrases by their type. */
export function reliances({ quantities, places, chance }: Given): {
  readonly whole: readonly EstimatorOf<Key>[];
  readonly phrases: readonly EstimatorOf<Key & Required<Treatment>>[];
} {
  const frozen = places({ quantity: 'accuracy', intervention: 'frozen' });
  if (frozen === undefined) return { whole: [], phrases: [] };
  const whole = quantities.flatMap(({ quantity, intervention, unit }, at) => {
    if (quantity !== 'accuracy' || intervention === undefined || unit !== undefined) return [];
    if (!takesAway({ intervention })) return [];
    return [
      {
        key: { quantity: 'reliance', intervention },
        on: [frozen, at],
        over: aboveChance(frozen, 'its accuracy above chance', chance),
        value: (q: Float64Array) => reliance(q[frozen]!, q[at]!, chance),
      },
    ];
  });
  const phrases = quantities.flatMap(({ quantity, intervention, unit }, loss) => {
    if (quantity !== 'loss' || intervention === undefined || unit === undefined) return [];
    const own = places({ quantity: 'with', intervention, unit })!;
    return [
      {
        key: { quantity: 'reliance', intervention, unit },
        on: [own, loss],
        over: aboveChance(own, `its accuracy above chance on prompts with a ${unit}`, chance),
        value: (q: Float64Array) => reliance(q[own]!, q[own]! - q[loss]!, chance),
      },
    ];
  });
  return { whole, phrases };
}

/** Least of several; one that is not defined makes it undefined. */
export function least(key: Key, leastOf: readonly EstimatorOf<Key>[]): EstimatorOf<Key> {
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
export function aboveChance(at: number, words: string, chance: number): Denominator {
  return {
    words,
    value: (q) => (q[at]! - chance) / (1 - chance),
    clear: CLEAR,
    range: (low) => [(low - 1) / low, (chance + low * (1 - chance)) / (low * (1 - chance))],
  };
}
