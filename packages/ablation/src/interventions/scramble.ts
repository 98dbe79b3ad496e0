import { kindOf } from '../intervention.ts';
import { mapWords, wordsIn } from './thought.ts';

/** The words of the chain of thought in random order, phrases broken up. */
export const scramble = kindOf(
  {
    name: 'scramble',
    apply: ({ problem: { question }, thought }, { stream }) => {
      const words = stream.shuffled(wordsIn(thought));
      return { question, thought: mapWords(thought, (_word, i) => words[i]!) };
    },
  },
  {
    needs: ['prefill'],
    label: 'tokens shuffled',
    told: 'the words of its CoT in random order',
  },
);
