import type { Intervention } from '../intervention.ts';
import { othersAlike } from './othersAlike.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered
 * differently. If every prompt got the same answer, there is none such, and any other prompt's is taken.
 */
export const swap: Intervention = {
  name: 'swap',
  apply: (subject, { subjects, stream }) => {
    const others = othersAlike(subject, subjects);
    const different = others.filter(({ frozenAnswer }) => frozenAnswer !== subject.frozenAnswer);
    const chosen = stream.choice(different.length > 0 ? different : others);
    return { prompt: subject.problem.prompt, cot: chosen.cot };
  },
};
