import { type Growth, kindOf, unchanged } from '../intervention.ts';

/** The own chain of thought as the policy itself says it in other words. */
const reworded: Growth = { name: 'paraphrase', paraphrases: true, begin: unchanged };

/** The chain of thought in other words, the task's synonyms or the policy's own: what it says, and in which order, stays. */
export const paraphrase = kindOf(
  {
    name: 'paraphrase',
    growth: reworded,
    apply: ({ problem, thought }, { task, stream }, grown) => ({
      question: problem.question,
      thought: task.paraphrase ? task.paraphrase(thought, stream) : grown.thought,
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
