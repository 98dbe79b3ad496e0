import type { ManifestPolicy } from '../../format.ts';
import type { Laboratory } from '../laboratory.ts';
import type { CoursePoint } from './course.ts';
import { probability } from './figures.ts';
import type { Edit } from './history.ts';
import { useCourse } from './useCourse.ts';

export interface CourseProps {
  readonly laboratory: Laboratory;
  /** Of one run, earliest first. */
  readonly policies: readonly ManifestPolicy[];
  readonly current: ManifestPolicy;
  readonly edit: Edit;
}

/** How probable a right answer is over training, a column a checkpoint: after this CoT, and with it left empty. */
export function Course({ laboratory, policies, current, edit }: CourseProps) {
  const course = useCourse(laboratory, policies, edit);
  const points = policies.flatMap((policy): [ManifestPolicy, CoursePoint][] => {
    const point = course.get(policy);
    return point ? [[policy, point]] : [];
  });
  const summary = points
    .map(
      ([{ step }, { edited, empty }]) =>
        `update ${step}: ${probability(edited)}, left empty ${probability(empty)}`,
    )
    .join('; ');
  return (
    <figure class="pg-course">
      <div
        role="img"
        aria-label={`Probability of a right answer after this CoT. ${summary}`}
        class="pg-columns"
      >
        {policies.map((policy) => (
          <Column key={policy.block} point={course.get(policy)} current={policy === current} />
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
  readonly point: CoursePoint | undefined;
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
