import { kindOf } from '../intervention.ts';

/**
 * One attribute of the question changed so that the label under a rule flips, the chain of thought kept: what of
 * the attribute reaches the answer past the chain of thought (natural direct effect).
 */
export const flip = kindOf(
  {
    name: 'flip',
    apply: ({ flipped, thought }) => ({ question: flipped.question, thought, asked: flipped }),
  },
  {
    needs: ['prefill', 'flip'],
    asksAnother: true,
    label: 'prompt flipped',
    told: 'the prompt flipped, its CoT kept',
  },
);
