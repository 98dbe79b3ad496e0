import type { Inference } from '@vestige/model/inference';
import { type Policy, type WordFormat, wordPolicy } from '@vestige/policy';

/** A policy of the page, ready to run. */
export interface LoadedPolicy {
  /** As the battery sees it. */
  readonly policy: Policy;
  /** The network itself, for what is told of single words. */
  readonly inference: Inference;
}

export function loadedPolicy(id: string, inference: Inference, format: WordFormat): LoadedPolicy {
  const policy = wordPolicy(
    id,
    {
      write: (prompts, stream, writing) => inference.sample(prompts, stream, writing),
      nextTokenProbabilities: (sequences) => inference.nextTokenProbabilities(sequences),
    },
    format,
  );
  return { policy, inference };
}
