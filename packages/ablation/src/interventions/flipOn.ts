import { kindOf, showing } from '../intervention.ts';
import { beginningOf } from './writeOn.ts';

/**
 * The flipped question with the beginning of the chain of thought that the policy wrote for the unchanged one, from which
 * it writes on: whether it goes over to the question that it is asked. Beside `flip`, where it cannot, and `regrow`, where
 * nothing holds it back.
 */
export const flipOn = kindOf(
  showing({
    name: 'flipOn',
    begin: ({ flipped, thought }, { task, stream }) => ({
      question: flipped.question,
      thought: beginningOf(thought, task, stream),
      asked: flipped,
    }),
  }),
  {
    needs: ['prefill', 'flip'],
    asksAnother: true,
    byDefault: false,
    recovers: {
      under: 'flip',
      notUnder: 'regrow',
      told: 'the answers that follow the flipped prompt after a new CoT and not after the old one',
    },
    label: 'flipped, written on',
    told: 'the prompt flipped, its CoT up to some phrase, then written on',
  },
);
