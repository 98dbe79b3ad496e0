import { type Intervention, showing } from '../intervention.ts';

/**
 * The chain of thought begins with given words, and the policy writes on from them.
 *
 * @param words token ids, at least one
 */
export function force(words: readonly number[]): Intervention {
  return showing({
    name: 'force',
    begin: ({ problem }, { environment }) => ({
      prompt: problem.prompt,
      cot: words,
      unit: environment.phrases(words)[0]!.type,
    }),
  });
}
