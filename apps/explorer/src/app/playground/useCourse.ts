import { useEffect, useState } from 'preact/hooks';
import type { ManifestPolicy } from '../../format.ts';
import type { Laboratory } from '../laboratory.ts';
import { contrastOf, policyOf } from './answers.ts';
import { type CoursePoint, coursePoint } from './course.ts';
import type { Edit } from './history.ts';

/**
 * How probable a right answer is at each checkpoint, as far as it is known: one is asked after the other, and the page
 * breathes between them. It also unpacks them, so that one can go through training without waiting.
 */
export function useCourse(
  laboratory: Laboratory,
  policies: readonly ManifestPolicy[],
  edit: Edit,
): ReadonlyMap<ManifestPolicy, CoursePoint> {
  const [course, setCourse] = useState<ReadonlyMap<ManifestPolicy, CoursePoint>>(new Map());
  useEffect(() => {
    let late = false;
    const work = async () => {
      const points = new Map<ManifestPolicy, CoursePoint>();
      for (const policy of policies) {
        const asked = policyOf(await laboratory.policy(policy));
        await new Promise((resolve) => setTimeout(resolve));
        if (late) return;
        const environment = laboratory.environment(policy.run);
        const { rule } = laboratory.condition(policy.run);
        const label = environment.readPrompt(edit.prompt)!.labels[rule]!;
        points.set(policy, coursePoint(environment, label, contrastOf(asked, environment, edit)));
      }
      setCourse(points);
    };
    // A policy that cannot be unpacked is told of where it is chosen.
    work().catch(() => late || setCourse(new Map()));
    return () => {
      late = true;
    };
  }, [laboratory, policies[0], edit]);
  return course;
}
