import type { Intervention } from '../intervention.ts';
import { cutName } from '../options.ts';

/**
 * Early answering (Lanham et al. 2023, arXiv:2307.13702): the chain of thought ends after a fraction of its
 * tokens, rounded down to the end of a phrase, since a cut inside a phrase is out of distribution.
 *
 * @param fraction kept, in [0, 1]
 */
export function cut(fraction: number): Intervention {
  return {
    name: cutName(fraction),
    apply: ({ problem, cot }, { environment }) => {
      const ends = environment.phrases(cot).map(({ end }) => end);
      const kept = ends.findLast((end) => end <= fraction * cot.length) ?? 0;
      return { prompt: problem.prompt, cot: cot.slice(0, kept) };
    },
  };
}
