import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import type { Edit } from './history.ts';
import { probability } from './numbers.ts';
import type { RightProbability } from './rightProbability.ts';
import { useRightOverTraining } from './useRightOverTraining.ts';

export interface RightOverTrainingProps {
  readonly pageData: PageData;
  /** Of one run, earliest first. */
  readonly policies: readonly ManifestPolicy[];
  readonly current: ManifestPolicy;
  readonly edit: Edit;
}

/** How probable a right answer is over training, a column a checkpoint: after this CoT, and with it left empty. */
export function RightOverTraining({ pageData, policies, current, edit }: RightOverTrainingProps) {
  const byPolicy = useRightOverTraining(pageData, policies, edit);
  const points = policies.flatMap((policy): [ManifestPolicy, RightProbability][] => {
    const point = byPolicy.get(policy);
    return point ? [[policy, point]] : [];
  });
  const summary = points
    .map(
      ([{ step }, { edited, empty }]) =>
        `update ${step}: ${probability(edited)}, left empty ${probability(empty)}`,
    )
    .join('; ');
  return (
    <figure class="pg-over-training">
      <div
        role="img"
        aria-label={`Probability of a right answer after this CoT. ${summary}`}
        class="pg-columns"
      >
        {policies.map((policy) => (
          <Column key={policy.block} point={byPolicy.get(policy)} current={policy === current} />
        ))}
      </div>
      <figcaption>
        Right answer over training, 0 to 1:{' '}
        <span>
          <i class="pg-key filled" /> after this CoT,
        </span>{' '}
        <span>
          <i class="pg-key line" /> left empty
        </span>
      </figcaption>
    </figure>
  );
}

interface ColumnProps {
  readonly point: RightProbability | undefined;
  readonly current: boolean;
}

function Column({ point, current }: ColumnProps) {
  return (
    <span class={current ? 'pg-column current' : 'pg-column'}>
      {point && (
        <>
          <span class="pg-filled" style={{ '--share': share(point.edited) }} />
          <span class="pg-line" style={{ '--share': share(point.empty) }} />
        </>
      )}
    </span>
  );
}

function share(chance: number): string {
  return `${(100 * chance).toFixed(1)}%`;
}
