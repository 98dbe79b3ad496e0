import { kindOf } from '../intervention.ts';

/** The chain of thought in the task's synonyms: what it says, and in which order, stays. */
export const paraphrase = kindOf(
  {
    name: 'paraphrase',
    apply: ({ problem, thought }, { task, stream }) => ({
      question: problem.question,
      thought: task.paraphrase?.(thought, stream) ?? thought,
    }),
  },
  {
    needs: ['prefill', 'paraphrase'],
    touches: true,
    label: 'paraphrased',
    source: '2307.13702',
    told: 'its CoT in other words',
  },
);
