import { type InterventionKind, showing } from '../intervention.ts';
import { inBackticks } from './thought.ts';

/**
 * The policy writes its chain of thought anew without given words: at each token, the others share their
 * probability.
 */
export const forbid: InterventionKind = {
  name: 'forbid',
  needs: ['prefill', 'forbid'],
  touches: true,
  label: 'word forbidden',
  told: 'a CoT without given words',
  toldUnder: ({ forbid: forbidden }) => `a CoT written without ${inBackticks(forbidden)}`,
  variants: ({ forbid: forbidden }) => {
    if (forbidden.length === 0) return [];
    return [
      showing({
        name: 'forbid',
        forbidden,
        begin: ({ problem: { question } }) => ({ question, thought: '' }),
      }),
    ];
  },
};
