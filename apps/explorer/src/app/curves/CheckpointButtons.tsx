import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import type { PlaygroundRequests } from '../playgroundRequests.ts';
import type { Curve } from './curveTable.ts';
import { firstRequest } from './firstRequest.ts';

interface CheckpointButtonsProps {
  readonly pageData: PageData;
  readonly requests: PlaygroundRequests;
  /** Those that are shown. */
  readonly curves: readonly Curve[];
  readonly step: number;
}

/** Of each run shown, the policy in the page that is nearest to an update: to be opened in the playground. */
export function CheckpointButtons({ pageData, requests, curves, step }: CheckpointButtonsProps) {
  const policies = curves.flatMap(({ condition, seed }) => {
    const run = pageData.runOf(condition, seed);
    return run < 0 ? [] : (pageData.policyNear(run, step) ?? []);
  });
  const open = async (policy: ManifestPolicy) => {
    const [prompts, rollouts] = await Promise.all([pageData.prompts(), pageData.rollouts()]);
    const request = firstRequest(policy, prompts, rollouts);
    if (request) requests.open(request);
  };
  if (policies.length === 0) return null;
  return (
    <fieldset class="checkpoints">
      <legend>Open in playground</legend>
      {policies.map((policy) => (
        <button key={policy.run} type="button" class="action" onClick={() => void open(policy)}>
          <bdi>{pageData.runName(policy.run)}</bdi>, update {policy.step}
        </button>
      ))}
    </fieldset>
  );
}
