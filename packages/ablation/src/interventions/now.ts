import { kindOf } from '../intervention.ts';

/** Told to answer at once, in the way the policy was taught to. */
export const now = kindOf(
  {
    name: 'now',
    apply: ({ problem }) => ({ question: problem.question, thought: null }),
  },
  {
    needs: [],
    removes: 'room',
    label: 'answer at once',
    told: 'asked at once, no CoT',
  },
);
