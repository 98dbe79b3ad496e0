import { conduct, jobsInCluster, REFUSED } from '@vestige/cluster/kubernetes';
import { UsageError } from '../../failure.ts';

/** Milliseconds between two looks at the Jobs. */
const PAUSE = 5000;

/**
 * Starts Jobs of the cluster that this pod is in, as those before them become complete.
 *
 * @throws {Error} if one of them failed
 */
export async function conductJobs(names: readonly string[]): Promise<void> {
  const { VESTIGE_KUBERNETES: api, VESTIGE_ACCOUNT: folder } = process.env;
  if (api === undefined || folder === undefined) {
    throw new UsageError('expected VESTIGE_KUBERNETES and VESTIGE_ACCOUNT, as the manifest sets them');
  }
  const failed = await conduct(jobsInCluster(names, { api, folder }), {
    pause: PAUSE,
    tell: (line) => console.log(line),
  });
  if (failed.length === 0) return;
  throw Object.assign(new Error(`failed: ${failed.join(', ')}; what waits for them is not started`), {
    exitCode: REFUSED,
  });
}
