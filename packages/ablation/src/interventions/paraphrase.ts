import type { Intervention } from '../intervention.ts';

/** The chain of thought in the environment's synonyms: what it says, and in which order, stays. */
export const paraphrase: Intervention = {
  name: 'paraphrase',
  apply: ({ problem, cot }, { environment, stream }) => ({
    prompt: problem.prompt,
    cot: environment.paraphrase?.(cot, stream) ?? cot,
  }),
};
