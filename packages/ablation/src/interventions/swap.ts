import { type InterventionContext, kindOf, type Subject } from '../intervention.ts';
import { drawOther } from './others.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered
 * differently. If every prompt got the same answer, there is none such, and any other prompt's is taken.
 */
export function foreignThought(by: string, subject: Subject, context: InterventionContext): string {
  const chosen = drawOther(by, subject, context, 'otherwise') ?? drawOther(by, subject, context, 'any');
  if (!chosen) throw new Error('swap: there is no other prompt to take a chain of thought from');
  return chosen.thought;
}

/** Another prompt's chain of thought, as {@link foreignThought} takes it. */
export const swap = kindOf(
  {
    name: 'swap',
    apply: (subject, context) => ({
      question: subject.problem.question,
      thought: foreignThought('swap', subject, context),
    }),
  },
  {
    needs: ['prefill'],
    borrows: true,
    label: 'swapped',
    told: 'the CoT of another prompt, answered differently',
  },
);
