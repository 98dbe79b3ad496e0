import type { Intervention } from '../intervention.ts';

/**
 * One attribute of the prompt changed so that the label under a rule flips, the chain of thought kept: what of
 * the attribute reaches the answer past the chain of thought (natural direct effect).
 */
export const flip: Intervention = {
  name: 'flip',
  apply: ({ flipped, cot }) => ({ prompt: flipped.prompt, cot, asked: flipped }),
};
