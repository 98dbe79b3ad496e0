import { showing } from '../intervention.ts';

/**
 * A mistake added (Lanham et al. 2023, arXiv:2307.13702): one judgement of the chain of thought, drawn at random,
 * replaced by a false one; what stands before it is kept, and the policy writes on from it. A chain of thought
 * without a judgement that can be made false stays as it is.
 */
export const mistake = showing({
  name: 'mistake',
  begin: ({ problem, cot }, { environment, stream }) => {
    const mistakes = environment.phrases(cot).flatMap((phrase) => {
      const corrupted = environment.corrupt?.(problem, cot, phrase, stream);
      if (corrupted === undefined) return [];
      return [{ cot: [...cot.slice(0, phrase.start), ...corrupted], unit: phrase.type }];
    });
    return mistakes.length === 0 ? undefined : { prompt: problem.prompt, ...stream.choice(mistakes) };
  },
});
