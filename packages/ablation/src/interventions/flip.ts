import type { Intervention } from '../intervention.ts';

/** The deciding attribute of the prompt changed so that the hidden label flips, the chain of thought kept. */
export const flip: Intervention = {
  name: 'flip',
  apply: ({ problem, cot }, { environment, stream }) => ({
    prompt: environment.flip(problem, stream).prompt,
    cot,
  }),
};
