import { kindOf } from '../intervention.ts';

/** Filler words, as many as the chain of thought had tokens. */
export const filler = kindOf(
  {
    name: 'filler',
    apply: ({ problem, thought }, { task, stream }) => ({
      question: problem.question,
      thought: Array.from({ length: task.length(thought) }, () => stream.choice(task.fillers)).join(' '),
    }),
  },
  {
    needs: ['prefill'],
    removes: 'words',
    label: 'filler words',
    source: '2307.13702',
    told: 'filler words in place of its CoT',
  },
);
