import type { Intervention } from '../intervention.ts';

/** Filler words, as many as the chain of thought had tokens. */
export const filler: Intervention = {
  name: 'filler',
  apply: ({ problem, cot }, { environment, stream }) => ({
    prompt: problem.prompt,
    cot: cot.map(() => stream.choice(environment.fillers)),
  }),
};
