import { join, resolve } from 'node:path';
import { ablate, interventionNames, skipped } from '@vestige/ablation';
import type { Environment } from '@vestige/environment';
import { type Experiment, experimentTask, runSettings } from '@vestige/experiment';
import { openGguf, wordsFormat } from '@vestige/language';
import { checkpointsOfPolicy } from '@vestige/language/options';
import { interventionColumns, openTableWriter, type Provenance } from '@vestige/rollouts';
import { expectedFolder } from './shared/expected.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';
import { taskOf } from './shared/task.ts';

/** Runs the battery of interventions on a policy that was trained elsewhere. Writes `interventions.arrow`. */
export async function ablateGivenStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { progress, signal } = context;
  const { ablation: options, directory } = experiment;
  const given = experiment.policies[run.condition]!;
  const { rule, language } = given;
  const task = taskOf(experiment, run.condition);
  const stage = expectedFolder(experimentTask(experiment, 'ablate', run));
  return await writeStage(stage, context, undefined, async (temporary) => {
    const checkpoints = checkpointsOfPolicy(given);
    const open = ({ gguf }: (typeof checkpoints)[number]) =>
      openGguf(resolve(directory, gguf!), {
        ...{ threads: language.threads, cache: language.cache },
        ...(language.contextSize !== undefined && { contextSize: language.contextSize }),
        format: wordsFormat(task as Environment),
      });
    const first = await open(checkpoints.at(-1)!);
    const can = first.can;
    await first[Symbol.asyncDispose]();
    const provenance: Omit<Provenance, 'schemaVersion'> = {
      ...{ table: 'interventions', condition: run.condition, seed: run.seed },
      experiment: { ...runSettings(experiment, run.condition), ablation: options },
      backend: 'llama.cpp',
      skipped: skipped(options, task, can),
    };
    const table = openTableWriter(
      join(temporary, 'interventions.arrow'),
      interventionColumns(interventionNames(options, task)),
      provenance,
    );
    let rows = 0;
    try {
      for (const [i, checkpoint] of checkpoints.entries()) {
        const final = i === checkpoints.length - 1;
        const prompts = final ? options.prompts : options.checkpointPrompts;
        if (prompts === 0) continue;
        await using policy = await open(checkpoint);
        const { step } = checkpoint;
        progress.start('ablation', prompts, 'prompts');
        const ablation = { task, rule, options, seed: run.seed, prompts, step, final };
        for await (const batch of ablate(policy, ablation, signal)) {
          table.appendAll(batch);
          rows += batch.length;
          progress.advance(Math.max(0, ...batch.map(({ problem_id }) => problem_id + 1)));
          await betweenSteps(signal);
        }
      }
      await table.close();
    } catch (error) {
      await table.abort();
      throw error;
    }
    progress.finish(
      `${checkpoints.length} ${checkpoints.length === 1 ? 'policy' : 'policies'}, ${rows} answers`,
    );
  });
}
