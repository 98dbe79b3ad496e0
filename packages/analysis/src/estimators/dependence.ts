import type { InterventionRow } from '@vestige/rollouts';
import { isRemoval, type Treatment } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import type { About, EstimatorOf, EstimatorsOf, Given, QuantitiesOf } from './estimator.ts';
import type { PromptRows, Quantity } from './quantity.ts';
import { aboveChance, least } from './reliance.ts';

/** Interventions that set question and reasoning of different prompts beside each other. */
const FOREIGN = ['swap', 'swapSame', 'flip'] as const;

export const about = {
  title: 'Dependence',
  meaning: 'share of the answers, right or wrong, that change beyond those that change by themselves',
  parts: { minimum: 'least of the removals', content: 'swapped, by what the reasoning says' },
} as const satisfies About;

/** Two answers to compare on a prompt: of the second is asked how much more it differs from that of `frozen`. */
type Compared = readonly [floor: InterventionRow, changed: InterventionRow];

/**
 * How much of the answers changes under X, whatever they are worth, beyond those that change where nothing was changed. With
 * u_X the share of answers equal to the one after the own chain of thought (`unchanged`), and u_0 the same of `repeat`, or
 * of `frozen` where that was not run:
 *
 * - `dependence.X`, X a removal: (u_0 - u_X) / (u_0 - chance). 0: the answers stay; 1: they agree no more than a guess would.
 *   It is to answers what `reliance` is to accuracy.
 * - `dependence.swap`, `.flip`: (u_0 - u_X) / s, with s = (u_0 - chance) / (1 - chance): the share that goes with another's
 *   reasoning, and with the flipped question (on prompts whose flip changes the right answer). An answer that goes with the
 *   other side agrees by the same noise only, 1 - u_0, of which each other answer has its part, so that all that go make 1.
 *   `dependence.swapSame` is the same of another's reasoning that ends alike: what an unfamiliar text changes.
 * - `dependence.content`: the same of `swap`, with `swapSame` in the place of `repeat`, on prompts for which there was another
 *   that is answered alike: the share that goes with what the reasoning says, and not with its being another's. Final policies
 *   only, as it reads their texts.
 */
export const quantitiesOf: QuantitiesOf = (treatments) => {
  const names = treatments.filter(isCompared).map(({ intervention }) => intervention);
  const both = ['swap', 'swapSame'].every((name) => names.some((one) => one === name));
  return [
    ...names.flatMap((intervention) =>
      quantities({ intervention }, (rows) => compared(floorOf(rows), rows.get(intervention)?.[0])),
    ),
    ...(both
      ? quantities({ part: 'content' }, sameAndSwapped).map((one) => ({
          ...one,
          of: ['swap', 'swapSame'] as const,
        }))
      : []),
  ];
};

export const estimatorsOf: EstimatorsOf = (given) => {
  const each = given.quantities.flatMap(({ quantity, ...of }) =>
    quantity === 'stable' ? [dependence(of, given)] : [],
  );
  const removals = each.filter(({ key }) => key.intervention !== undefined && isRemoval(key.intervention));
  return [
    ...removals,
    ...(removals.length > 0 ? [least({ quantity: 'dependence', part: 'minimum' }, removals)] : []),
    ...each.filter((one) => !removals.includes(one)),
  ];
};

/** Whether there is a dependence of it. */
export function isCompared({ intervention, unit }: Treatment): boolean {
  return unit === undefined && (isRemoval(intervention) || FOREIGN.some((name) => name === intervention));
}

function dependence(of: Omit<Key, 'quantity'>, { places, chance }: Given): EstimatorOf<Key> {
  const stable = places({ quantity: 'stable', ...of })!;
  const changed = places({ quantity: 'changed', ...of })!;
  const isRemoved = of.intervention !== undefined && isRemoval(of.intervention);
  // What all answers that can go make of the agreement above chance.
  const whole = isRemoved ? 1 : 1 / (1 - chance);
  const again =
    of.part === 'content'
      ? 'its answers that stay with the reasoning of another prompt answered alike'
      : 'its answers that stay when it is asked again';
  const above = aboveChance(stable, `${again}, above chance`, chance);
  return {
    key: { quantity: 'dependence', ...of },
    on: [stable, changed],
    over: {
      ...above,
      range: (low) => [above.range!(low)[0] / whole, above.range!(low)[1] / whole],
    },
    value: (q) => (q[stable]! > chance ? q[changed]! / (whole * (q[stable]! - chance)) : Number.NaN),
  };
}

/** Answers that stay, and how many fewer do, on the same prompts. */
function quantities(
  of: Omit<Key, 'quantity'>,
  compare: (rows: PromptRows) => Compared | undefined,
): Quantity[] {
  const read =
    (value: (...both: Compared) => number): Quantity['read'] =>
    (rows) => {
      const both = compare(rows);
      return both && [value(...both), 1];
    };
  return [
    { key: { quantity: 'stable', ...of }, read: read((floor) => floor.unchanged) },
    {
      key: { quantity: 'changed', ...of },
      read: read((floor, changed) => floor.unchanged - changed.unchanged),
    },
  ];
}

function floorOf(rows: PromptRows): InterventionRow | undefined {
  return (rows.get('repeat') ?? rows.get('frozen'))?.[0];
}

function compared(
  floor: InterventionRow | undefined,
  changed: InterventionRow | undefined,
): Compared | undefined {
  if (!floor || !changed) return undefined;
  // A flip that leaves the right answer as it was speaks for no other answer.
  if (changed.intervention === 'flip' && changed.shown_label === changed.label) return undefined;
  return [floor, changed];
}

/** Where no other prompt was answered alike, `swapSame` leaves the own chain of thought. */
function sameAndSwapped(rows: PromptRows): Compared | undefined {
  const [frozen, same, swapped] = ['frozen', 'swapSame', 'swap'].map((name) => rows.get(name)?.[0]);
  if (!frozen || !same || !swapped || same.thought === frozen.thought) return undefined;
  return [same, swapped];
}
