import type { Intervention } from '../intervention.ts';

/** The tokens of the chain of thought in random order, phrases broken up. */
export const scramble: Intervention = {
  name: 'scramble',
  apply: ({ problem, cot }, { stream }) => ({ prompt: problem.prompt, cot: stream.shuffled(cot) }),
};
