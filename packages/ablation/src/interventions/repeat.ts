import { kindOf, unchanged } from '../intervention.ts';

/**
 * The policy's own chain of thought, asked again: what changes although nothing was changed, against which every effect is
 * read. Where answers are sampled these are other samples; where they are scored by a server it tells whether the same
 * request gives the same answer.
 */
export const repeat = kindOf(
  { name: 'repeat', apply: unchanged },
  {
    needs: ['prefill'],
    byDefault: false,
    label: 'own, asked again',
    told: 'its own CoT, the same request again',
  },
);
