import type { Intervention } from '../intervention.ts';

/**
 * The chain of thought with words replaced by others, all the rest kept: what the words themselves do to the
 * answer, not what they make the policy write (their controlled direct effect).
 *
 * @param replacements token id -> token id
 */
export function substitute(replacements: ReadonlyMap<number, number>): Intervention {
  return {
    name: 'substitute',
    apply: ({ problem: { prompt }, cot }) => ({
      prompt,
      cot: cot.map((token) => replacements.get(token) ?? token),
    }),
  };
}
