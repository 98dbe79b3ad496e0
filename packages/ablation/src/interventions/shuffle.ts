import { kindOf } from '../intervention.ts';
import { reordered } from './thought.ts';

/** The units of the chain of thought in random order, each whole. */
export const shuffle = kindOf(
  {
    name: 'shuffle',
    apply: ({ problem: { question }, thought }, { task, stream }) => {
      const units = task.units(thought);
      return { question, thought: reordered(thought, units, stream.shuffled(units)) };
    },
  },
  {
    needs: ['prefill'],
    label: 'phrases shuffled',
    told: 'the phrases of its CoT in random order',
  },
);
