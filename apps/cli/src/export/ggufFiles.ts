import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type Experiment,
  experimentTask,
  isBase,
  isGiven,
  projectName,
  runName,
  runsOf,
} from '@vestige/experiment';
import { expectStages } from '@vestige/manifest';
import { readCheckpointFiles } from '@vestige/model/checkpointFiles';
import { ggufOf } from '@vestige/model/gguf';
import { UsageError } from '../failure.ts';
import { whatMakes } from '../needs/expect.ts';
import { typedTask, wordFor } from '../needs/typedTask.ts';
import { savedPolicies } from '../stages/shared/checkpoints.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { betweenSteps, type StageContext } from '../stages/shared/stageContext.ts';
import { shortPath } from '../terminal/shortPath.ts';

/**
 * The final policy of every run that was trained here as GGUF, for llama.cpp and what is made of it, by file name such as `biased-s10.gguf`.
 *
 * @throws if a run has not been trained, or not as the experiment's file stands now
 */
export async function ggufFiles(
  experiment: Experiment,
  { progress, signal }: StageContext,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const runs = runsOf(experiment).filter(({ condition }) => !isGiven(experiment, condition));
  if (runs.length === 0) {
    throw new UsageError(
      `${projectName(experiment)}: its policies were trained elsewhere; --gguf writes those that were trained here`,
    );
  }
  const files = new Map<string, Uint8Array>();
  progress.start('export', runs.length, 'policies');
  for (const [i, run] of runs.entries()) {
    const stage = experimentTask(experiment, isBase(experiment, run.condition) ? 'pretrain' : 'train', run);
    const folder = expectedFolder(stage);
    if (!existsSync(folder.directory)) {
      const task = typedTask(stage, { named: wordFor(experiment) });
      throw new UsageError(`${shortPath(folder.directory)}: not made yet; ${whatMakes(task)}`);
    }
    expectStages([folder]);
    const { directory } = savedPolicies(experiment, run).at(-1)!;
    const title = `${projectName(experiment)}, ${run.condition}, seed ${run.seed} (${basename(directory)})`;
    files.set(`${runName(run.condition, run.seed)}.gguf`, ggufOf(readCheckpointFiles(directory), title));
    progress.advance(i + 1);
    await betweenSteps(signal);
  }
  progress.finish(`${files.size} policies`);
  return files;
}
