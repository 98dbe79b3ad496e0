import type { Intervention, InterventionKind } from '../intervention.ts';
import { cutName, percentages } from './cut.ts';
import { countWithin } from './thought.ts';

const name = (fraction: number) => cutName(fraction).replace('cut', 'front');

/** Fractions that leave something out, and not all. */
const inside = (cuts: readonly number[]) => cuts.filter((cut) => cut > 0 && cut < 1);

function cutFront(fraction: number): Intervention {
  return {
    name: name(fraction),
    apply: ({ problem: { question }, thought }, { task }) => {
      const units = task.units(thought);
      const left = units[countWithin(units, fraction * task.length(thought))];
      return { question, thought: left ? thought.slice(left.start) : '' };
    },
  };
}

/**
 * The chain of thought without the fraction of its tokens that stands first, rounded down to the beginning of a unit: with
 * `cut`, which leaves out the rest, what of it the answer needs by place. At the fractions of `cuts` between 0 and 1.
 */
export const front: InterventionKind = {
  name: 'front',
  needs: ['prefill'],
  byDefault: false,
  label: 'cut from the front',
  told: 'its CoT without its first part',
  toldUnder: ({ cuts }) =>
    `its CoT without its first ${percentages(inside(cuts))}, to the beginning of a phrase`,
  variants: ({ cuts }) => inside(cuts).map(cutFront),
  describe: (variant) => {
    const match = /^front(\d+)$/.exec(variant);
    if (!match) return undefined;
    return {
      order: Number(match[1]),
      label: `without its first ${match[1]}%`,
      told: `its CoT without its first ${match[1]} %`,
    };
  },
};
