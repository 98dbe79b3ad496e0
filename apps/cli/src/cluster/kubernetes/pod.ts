import { Refused, runPod } from '@vestige/cluster/kubernetes';
import { WORKSPACE } from '../../workspace.ts';

/**
 * Runs the task of a pod of an Indexed Job.
 *
 * @param submission folder of what was submitted
 * @returns exit code
 */
export async function runTaskOfPod(submission: string): Promise<number> {
  const { JOB_COMPLETION_INDEX } = process.env;
  if (JOB_COMPLETION_INDEX === undefined) {
    throw new Refused('a pod of an Indexed Job has an index in JOB_COMPLETION_INDEX; expected one');
  }
  return await runPod({
    image: WORKSPACE,
    submission,
    index: Number(JOB_COMPLETION_INDEX),
    env: process.env,
  });
}
