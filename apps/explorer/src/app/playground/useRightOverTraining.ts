import { useEffect, useState } from 'preact/hooks';
import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import { compareAnswers } from './answers.ts';
import type { Edit } from './history.ts';
import { type RightProbability, rightProbability } from './rightProbability.ts';

/**
 * How probable a right answer is at each checkpoint, as far as it is known: one is asked after the other, and the browser
 * draws the page between them. It also unpacks them, so that one can go through training without waiting.
 */
export function useRightOverTraining(
  pageData: PageData,
  policies: readonly ManifestPolicy[],
  edit: Edit,
): ReadonlyMap<ManifestPolicy, RightProbability> {
  const [byPolicy, setByPolicy] = useState<ReadonlyMap<ManifestPolicy, RightProbability>>(new Map());
  useEffect(() => {
    let late = false;
    const work = async () => {
      const points = new Map<ManifestPolicy, RightProbability>();
      for (const policy of policies) {
        const loaded = await pageData.policy(policy);
        await new Promise((resolve) => setTimeout(resolve));
        if (late) return;
        const environment = pageData.environment(policy.run);
        const { rule } = pageData.condition(policy.run);
        const label = environment.problemOf(edit.question)!.labels[rule]!;
        const compared = await compareAnswers(loaded.policy, environment, edit);
        points.set(policy, rightProbability(environment, label, compared));
      }
      if (!late) setByPolicy(points);
    };
    // A policy that cannot be unpacked is told of where it is chosen.
    work().catch(() => late || setByPolicy(new Map()));
    return () => {
      late = true;
    };
  }, [pageData, policies[0], edit]);
  return byPolicy;
}
