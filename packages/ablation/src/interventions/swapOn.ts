import { kindOf, showing } from '../intervention.ts';
import { foreignThought } from './swap.ts';
import { beginningOf } from './writeOn.ts';

/**
 * The beginning of a chain of thought as `swap` takes it, from which the policy writes on: whether it finds back to its own
 * question.
 */
export const swapOn = kindOf(
  showing({
    name: 'swapOn',
    begin: (subject, context) => ({
      question: subject.problem.question,
      thought: beginningOf(foreignThought('swapOn', subject, context), context.task, context.stream),
    }),
  }),
  {
    needs: ['prefill'],
    byDefault: false,
    borrows: true,
    recovers: { under: 'swap', notUnder: 'frozen', told: 'the accuracy lost with a swapped CoT' },
    label: 'swapped, written on',
    told: 'the CoT of another prompt, answered differently, up to some phrase, then written on',
  },
);
