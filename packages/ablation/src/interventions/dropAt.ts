import type { Intervention, InterventionKind } from '../intervention.ts';
import { without } from './thought.ts';

const PLACES = ['Early', 'Middle', 'Late'] as const;

/** A unit of one third of the chain of thought, drawn at random, left out. Where that third holds none, it stays as it is. */
function dropIn(third: number): Intervention {
  return {
    name: `drop${PLACES[third]}`,
    apply: ({ problem: { question }, thought }, { task, stream }) => {
      const units = task.units(thought);
      const those = units.filter((_, i) => Math.floor((3 * i) / units.length) === third);
      return { question, thought: those.length === 0 ? thought : without(thought, stream.choice(those)) };
    },
  };
}

/** One unit left out, by where it stands: whether the answer needs what was written early, in the middle or late. */
export const dropAt: InterventionKind = {
  name: 'dropAt',
  needs: ['prefill'],
  touches: true,
  byDefault: false,
  label: 'dropped by place',
  told: 'its CoT without one phrase of its first, middle or last third, drawn at random',
  variants: () => PLACES.map((_, third) => dropIn(third)),
  describe: (name) => {
    const third = PLACES.findIndex((place) => name === `drop${place}`);
    if (third < 0) return undefined;
    const place = PLACES[third]!.toLowerCase();
    return {
      order: third,
      touches: true,
      drops: 'place',
      label: third === 1 ? 'dropped in the middle' : `dropped ${place}`,
      told: `its CoT without one phrase of its ${['first', 'second', 'last'][third]} third`,
    };
  },
};
