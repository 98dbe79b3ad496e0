import type { Growth, Intervention } from '../intervention.ts';

/** The chain of thought that the policy writes for the flipped prompt. */
export const onFlipped: Growth = {
  name: 'regrow',
  begin: ({ flipped }) => ({ prompt: flipped.prompt, cot: [], asked: flipped }),
};

/**
 * The flipped prompt with the chain of thought that the policy writes for it: the total effect of the attribute.
 * Beside `flip`, which keeps the chain of thought, and `transplant`, which keeps the prompt.
 */
export const regrow: Intervention = {
  name: 'regrow',
  growth: onFlipped,
  apply: (_subject, _context, grown) => grown,
};
