import { nextTokenProbabilities, sample, type Transformer } from '@vestige/model';
import type { Policy } from './policy.ts';
import { readapt } from './readapt.ts';
import type { ReadaptationTask, Readapted } from './readaptation.ts';

/** A transformer as the battery sees it. */
export function transformerPolicy(model: Transformer): Policy {
  const policy: Policy = {
    write: (prompts, stream, writing) => sample(model, prompts, stream, writing).map(({ tokens }) => tokens),
    nextTokenProbabilities: (sequences) => nextTokenProbabilities(model, sequences),
    *readapt(task: ReadaptationTask): Generator<Readapted, void> {
      for (const { model: copy, ...names } of readapt(model, policy, task)) {
        yield { policy: transformerPolicy(copy), ...names };
      }
    },
  };
  return policy;
}
