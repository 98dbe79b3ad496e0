import type { ManifestPolicy } from '../../format.ts';
import type { Laboratory } from '../laboratory.ts';
import type { Shelf } from '../shelf.ts';
import type { Curve } from './curveTable.ts';
import { specimenOf } from './specimen.ts';

interface CheckpointButtonsProps {
  readonly laboratory: Laboratory;
  readonly shelf: Shelf;
  /** Those that are shown. */
  readonly curves: readonly Curve[];
  readonly step: number;
}

/** Of each run shown, the policy in the page that is nearest to an update: to be opened in the playground. */
export function CheckpointButtons({ laboratory, shelf, curves, step }: CheckpointButtonsProps) {
  const policies = curves.flatMap(({ condition, seed }) => {
    const run = laboratory.placeOf(condition, seed);
    return run < 0 ? [] : (laboratory.policyNear(run, step) ?? []);
  });
  const open = async (policy: ManifestPolicy) => {
    const [prompts, rollouts] = await Promise.all([laboratory.prompts(), laboratory.rollouts()]);
    const specimen = specimenOf(policy, prompts, rollouts);
    if (specimen) shelf.put(specimen);
  };
  if (policies.length === 0) return null;
  return (
    <fieldset class="checkpoints">
      <legend>Open in playground</legend>
      {policies.map((policy) => (
        <button key={policy.run} type="button" class="action" onClick={() => void open(policy)}>
          <bdi>{laboratory.runName(policy.run)}</bdi>, update {policy.step}
        </button>
      ))}
    </fieldset>
  );
}
