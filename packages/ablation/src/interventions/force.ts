import { type InterventionKind, showing } from '../intervention.ts';
import { inBackticks } from './thought.ts';

/** The chain of thought begins with given words, and the policy writes on from them. */
export const force: InterventionKind = {
  name: 'force',
  needs: ['prefill'],
  touches: true,
  label: 'word forced',
  told: 'a CoT that begins with given words',
  toldUnder: ({ force: words }) => `a CoT that begins with ${inBackticks(words)}, then written on`,
  variants: ({ force: words }) => {
    if (words.length === 0) return [];
    const thought = words.join(' ');
    const growth = showing({
      name: 'force',
      begin: ({ problem: { question } }, { task }) => ({
        question,
        thought,
        unit: task.units(thought)[0]!.kind,
      }),
    });
    return [growth];
  },
};
