import type { InterventionKind } from '../intervention.ts';
import { inBackticks, mapWords } from './thought.ts';

/**
 * The chain of thought with words replaced by others, all the rest kept: what the words themselves do to the
 * answer, not what they make the policy write (their controlled direct effect).
 */
export const substitute: InterventionKind = {
  name: 'substitute',
  needs: ['prefill'],
  touches: true,
  label: 'words substituted',
  told: 'its CoT with words replaced by others',
  toldUnder: ({ substitute: replacements }) => {
    const replaced = Object.entries(replacements).map(
      ([word, other]) => `${inBackticks([word])} replaced by ${inBackticks([other])}`,
    );
    return `its CoT with ${new Intl.ListFormat('en-GB').format(replaced)}`;
  },
  variants: ({ substitute: replacements }) => {
    const other = new Map(Object.entries(replacements));
    if (other.size === 0) return [];
    return [
      {
        name: 'substitute',
        apply: ({ problem: { question }, thought }) => ({
          question,
          thought: mapWords(thought, (word) => other.get(word) ?? word),
        }),
      },
    ];
  },
};
