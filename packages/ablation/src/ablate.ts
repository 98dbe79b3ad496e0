import { Transformer } from '@vestige/model';
import type { InterventionRow } from '@vestige/rollouts';
import { type AblationTask, ablatePolicy } from './ablatePolicy.ts';
import type { Policy } from './policy.ts';
import { transformerPolicy } from './transformerPolicy.ts';

/** {@link ablatePolicy} for a transformer too. */
export function ablate(policy: Policy | Transformer, task: AblationTask): InterventionRow[] {
  return ablatePolicy(policy instanceof Transformer ? transformerPolicy(policy) : policy, task);
}
