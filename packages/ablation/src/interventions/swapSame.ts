import { kindOf } from '../intervention.ts';
import { drawOther } from './others.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered alike:
 * a conclusion that it shares, with reasons that are not its own. If there is none, its own stays.
 */
export const swapSame = kindOf(
  {
    name: 'swapSame',
    apply: (subject, context) => {
      const { thought } = drawOther('swapSame', subject, context, 'alike') ?? subject;
      return { question: subject.problem.question, thought };
    },
  },
  {
    needs: ['prefill'],
    borrows: true,
    label: 'swapped, same answer',
    told: 'the CoT of another prompt, answered alike',
  },
);
