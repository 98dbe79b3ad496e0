import type { Intervention } from '../intervention.ts';
import { drawOther } from './others.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered alike:
 * a conclusion that it shares, with reasons that are not its own. If there is none, its own stays.
 */
export const swapSame: Intervention = {
  name: 'swapSame',
  apply: (subject, { subjects, stream }) => {
    const { cot } = drawOther(subject, subjects, 'alike', stream) ?? subject;
    return { prompt: subject.problem.prompt, cot };
  },
};
