import type { Intervention } from '../intervention.ts';

/**
 * The chain of thought that the policy wrote for another prompt, one that it answered differently. If every
 * prompt got the same answer, there is none such, and any other prompt's is taken.
 */
export const swap: Intervention = {
  name: 'swap',
  apply: (subject, { subjects, stream }) => {
    const different = subjects.filter(({ frozenAnswer }) => frozenAnswer !== subject.frozenAnswer);
    const others = different.length > 0 ? different : subjects.filter((other) => other !== subject);
    return { prompt: subject.problem.prompt, cot: stream.choice(others).cot };
  },
};
