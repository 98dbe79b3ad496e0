import type { Intervention, InterventionKind } from '../intervention.ts';
import { cutName } from './cut.ts';

const name = (fraction: number) => cutName(fraction).replace('cut', 'front');

function cutFront(fraction: number): Intervention {
  return {
    name: name(fraction),
    apply: ({ problem: { question }, thought }, { task }) => {
      const most = fraction * task.length(thought);
      let weight = 0;
      let start = thought.length;
      for (const unit of task.units(thought)) {
        weight += unit.weight;
        if (weight <= most) continue;
        start = unit.start;
        break;
      }
      return { question, thought: thought.slice(start) };
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
  variants: ({ cuts }) => cuts.filter((cut) => cut > 0 && cut < 1).map(cutFront),
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
