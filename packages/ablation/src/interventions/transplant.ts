import { kindOf } from '../intervention.ts';
import { onFlipped } from './regrow.ts';

/**
 * The unchanged prompt with the chain of thought that the policy wrote for the flipped one, the same as in
 * `regrow`: what of the attribute reaches the answer through the chain of thought (natural indirect effect).
 */
export const transplant = kindOf(
  {
    name: 'transplant',
    growth: onFlipped,
    apply: ({ problem }, _context, { thought }) => ({ question: problem.question, thought }),
  },
  {
    needs: ['prefill', 'flip'],
    label: 'grown on flipped prompt',
    told: 'the CoT of `regrow`, the prompt unchanged',
  },
);
