import { NOTICE_SIGNAL, requeueThisJob, runJob } from '@vestige/cluster';
import { UsageError } from '../failure.ts';

/**
 * Runs a job as its scheduler started it.
 *
 * @param directory of the submission
 * @param typed index in the array; as the scheduler says if absent
 * @returns exit code
 */
export async function runQueuedJob(
  directory: string,
  array: string,
  typed: number | undefined,
): Promise<number> {
  const { SLURM_ARRAY_TASK_ID, SLURM_ARRAY_JOB_ID, SLURM_RESTART_COUNT = '0' } = process.env;
  const index = typed ?? (SLURM_ARRAY_TASK_ID === undefined ? undefined : Number(SLURM_ARRAY_TASK_ID));
  if (index === undefined)
    throw new UsageError('a job runs in an array of Slurm; expected --index otherwise');
  const log = (line: string) => console.log(line);
  return await runJob(
    {
      directory,
      array,
      index,
      job: SLURM_ARRAY_JOB_ID === undefined ? `${array} ${index}` : `${SLURM_ARRAY_JOB_ID}_${index}`,
      restarts: Number(SLURM_RESTART_COUNT),
    },
    {
      requeue: requeueThisJob,
      notice: `SIG${NOTICE_SIGNAL}`,
      log,
    },
  );
}
