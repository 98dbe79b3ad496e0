import type { Intervention } from '../intervention.ts';

/** The phrases of the chain of thought in random order, each whole. */
export const shuffle: Intervention = {
  name: 'shuffle',
  apply: ({ problem, cot }, { environment, stream }) => {
    const phrases = stream.shuffled(environment.phrases(cot));
    return { prompt: problem.prompt, cot: phrases.flatMap(({ start, end }) => cot.slice(start, end)) };
  },
};
