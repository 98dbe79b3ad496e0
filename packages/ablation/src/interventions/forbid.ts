import { type Intervention, showing } from '../intervention.ts';

/**
 * The policy writes its chain of thought anew without given words: at each token, the others share their
 * probability.
 *
 * @param words token ids, at least one
 */
export function forbid(words: readonly number[]): Intervention {
  return showing({
    name: 'forbid',
    forbidden: words,
    begin: ({ problem }) => ({ prompt: problem.prompt, cot: [] }),
  });
}
