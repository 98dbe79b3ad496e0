import { readJob, stateOf } from '../../jobObject.ts';
import type { LocalCluster } from './localCluster.ts';

/** How the Jobs of a cluster went. */
export interface ClusterOutcome {
  readonly jobs: readonly { readonly name: string; readonly state: string; readonly indexes: string }[];
  /** Pods that were started. */
  readonly pods: number;
  /** Those that were taken away. */
  readonly disrupted: number;
  /** Those that failed by themselves. */
  readonly failed: number;
}

export function outcomeOf(cluster: LocalCluster): ClusterOutcome {
  const { pods } = cluster;
  return {
    jobs: cluster.list(['jobs'], {}).map((content) => {
      const job = readJob(content);
      return { name: job.metadata.name, state: stateOf(job), indexes: job.status.completedIndexes ?? '' };
    }),
    pods: pods.length,
    disrupted: pods.filter(({ ended }) => ended?.disrupted).length,
    failed: pods.filter(({ ended }) => ended !== null && ended.exitCode !== 0 && !ended.disrupted).length,
  };
}
