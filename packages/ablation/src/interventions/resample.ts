import { showing } from '../intervention.ts';

/**
 * Resampling (Bogdan et al. 2025, arXiv:2506.19143): the chain of thought cut before a phrase drawn at random, and
 * the policy writes on from there. An empty one stays as it is.
 */
export const resample = showing({
  name: 'resample',
  begin: ({ problem: { prompt }, cot }, { environment, stream }) => {
    const phrases = environment.phrases(cot);
    if (phrases.length === 0) return undefined;
    const { start, type } = stream.choice(phrases);
    return { prompt, cot: cot.slice(0, start), unit: type };
  },
});
