import type { Intervention } from '../intervention.ts';
import { othersAlike } from './othersAlike.ts';

/**
 * The chain of thought that the policy wrote for another prompt of the same group, one that it answered alike:
 * a conclusion that it shares, with reasons that are not its own. If there is none, its own stays.
 */
export const swapSame: Intervention = {
  name: 'swapSame',
  apply: (subject, { subjects, stream }) => {
    const others = othersAlike(subject, subjects);
    const same = others.filter(({ frozenAnswer }) => frozenAnswer === subject.frozenAnswer);
    const { cot } = same.length > 0 ? stream.choice(same) : subject;
    return { prompt: subject.problem.prompt, cot };
  },
};
