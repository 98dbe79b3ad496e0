import type { Intervention } from '../intervention.ts';
import { drawOther } from './others.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered
 * differently. If every prompt got the same answer, there is none such, and any other prompt's is taken.
 */
export const swap: Intervention = {
  name: 'swap',
  apply: (subject, { subjects, stream }) => {
    const chosen =
      drawOther(subject, subjects, 'otherwise', stream) ?? drawOther(subject, subjects, 'any', stream);
    if (!chosen) throw new Error('swap: there is no other prompt to take a chain of thought from');
    return { prompt: subject.problem.prompt, cot: chosen.cot };
  },
};
