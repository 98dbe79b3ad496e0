import { kindOf } from '../intervention.ts';
import { without } from './thought.ts';

/** One unit of the chain of thought, drawn at random, left out. An empty one stays as it is. */
export const drop = kindOf(
  {
    name: 'drop',
    apply: ({ problem: { question }, thought }, { task, stream }) => {
      const units = task.units(thought);
      if (units.length === 0) return { question, thought };
      const dropped = stream.choice(units);
      return { question, thought: without(thought, dropped), unit: dropped.kind };
    },
  },
  {
    needs: ['prefill'],
    touches: true,
    drops: 'unit',
    label: 'one phrase dropped',
    labelOfUnit: (unit) => `${unit} dropped`,
    told: 'its CoT without one phrase, drawn at random',
  },
);
