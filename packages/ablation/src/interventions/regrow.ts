import { type Growth, kindOf } from '../intervention.ts';

/** The chain of thought that the policy writes for the flipped question. */
export const onFlipped: Growth = {
  name: 'regrow',
  begin: ({ flipped }) => ({ question: flipped.question, thought: '', asked: flipped }),
};

/**
 * The flipped prompt with the chain of thought that the policy writes for it: the total effect of the attribute.
 * Beside `flip`, which keeps the chain of thought, and `transplant`, which keeps the prompt.
 */
export const regrow = kindOf(
  {
    name: 'regrow',
    growth: onFlipped,
    apply: (_subject, _context, grown) => grown,
  },
  {
    needs: ['prefill', 'flip'],
    asksAnother: true,
    label: 'flipped, regrown',
    told: 'the prompt flipped, a new CoT',
  },
);
