import { describe } from '@vestige/ablation/interventions';
import type { Treatment } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import type { About, Denominator, EstimatorOf, EstimatorsOf, QuantitiesOf } from './estimator.ts';
import { paired } from './quantity.ts';
import { aboveChance } from './reliance.ts';

export const about = {
  title: 'Recovery',
  meaning: 'share of what was lost that comes back, writing on or after updates on empty reasoning',
  ofTreatments: true,
} as const satisfies About;

/** Loss below which its recovery is not told: a share of nothing is noise. */
const CLEAR_LOSS = 0.1;

/** Of prompts with a phrase of a type that was touched: the accuracy with it. */
export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => one.unit !== undefined && describe(one.intervention)?.recovers)
    .map((one) => paired({ quantity: 'with', ...one }, one, 'frozen', (_, frozen) => frozen.right));

/**
 * What an intervention gives back of what is lost under another: (it - under) / (notUnder - under), each the accuracy, or
 * for another question the share of answers that follow it. 1: all of it; 0: nothing. Where what is lost is that above
 * chance, `under` is chance. Undefined if less than {@link CLEAR_LOSS} is lost.
 */
export const estimatorsOf: EstimatorsOf = ({ quantities, places, chance }) =>
  quantities.flatMap((key, at): EstimatorOf<Key>[] => {
    const { intervention, unit } = key;
    const described = intervention === undefined ? undefined : describe(intervention);
    if (intervention === undefined || !described?.recovers) return [];
    const quantity = described.asksAnother ? 'follows' : 'accuracy';
    // Where it touches a phrase, rows without one have none to recover from.
    if (key.quantity !== quantity || (described.touches && unit === undefined)) return [];
    const { under, notUnder, told } = described.recovers;
    const whole = wholeOf({ intervention, ...(unit !== undefined && { unit }) }, quantity, notUnder);
    const [top, bottom] = [places(whole), under === undefined ? undefined : place(under)];
    if (top === undefined || (under !== undefined && bottom === undefined)) return [];
    const lowest = (q: Float64Array) => (bottom === undefined ? chance : q[bottom]!);
    return [
      {
        key: { ...key, quantity: 'recovery' },
        on: bottom === undefined ? [top, at] : [top, bottom, at],
        over: bottom === undefined ? ofChance(top, told, chance) : lost(top, bottom, told),
        value: (q) => recovery(q[top]!, lowest(q), q[at]!),
      },
    ];

    function place(name: string): number | undefined {
      return places({ quantity, intervention: name as Treatment['intervention'] });
    }
  });

function wholeOf(treatment: Treatment, quantity: string, notUnder: string): Key {
  if (treatment.unit !== undefined) return { quantity: 'with', ...treatment };
  return { quantity, intervention: notUnder as Treatment['intervention'] };
}

/** NaN if less than {@link CLEAR_LOSS} is lost. */
export function recovery(whole: number, lost: number, back: number): number {
  return whole - lost >= CLEAR_LOSS ? (back - lost) / (whole - lost) : Number.NaN;
}

function lost(top: number, bottom: number, words: string): Denominator {
  return { words, value: (q) => q[top]! - q[bottom]!, clear: 0, least: CLEAR_LOSS };
}

/** What comes back of all above chance is what a reliance leaves. */
function ofChance(top: number, words: string, chance: number): Denominator {
  const { range, ...denominator } = aboveChance(top, words, chance);
  return {
    ...denominator,
    range: (low) => {
      const [least, most] = range!(low);
      return [1 - most, 1 - least];
    },
  };
}
