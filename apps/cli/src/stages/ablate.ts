import { join } from 'node:path';
import { ablate, interventionNames, skipped } from '@vestige/ablation';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, ruleOf, runSettings } from '@vestige/experiment';
import { loadCheckpoint } from '@vestige/model';
import { interventionColumns, openTableWriter } from '@vestige/rollouts';
import { TRANSFORMER_CAPABILITIES, transformerPolicy } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import { savedPolicies } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { provenanceOf } from './shared/provenance.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/** Runs the battery of interventions on the policies of a run. Writes `interventions.arrow`. */
export async function ablateStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { progress, signal } = context;
  const backend = await useBackendOf(experiment, run.condition);
  const environment = createEnvironment(baseOf(experiment, run.condition).environment);
  const options = experiment.ablation;
  const rule = ruleOf(experiment, run.condition);
  const stage = expectedFolder(experimentTask(experiment, 'ablate', run));
  return await writeStage(stage, context, backend, async (temporary) => {
    const policies = savedPolicies(experiment, run);
    const configuration = { ...runSettings(experiment, run.condition), ablation: options };
    const table = openTableWriter(
      join(temporary, 'interventions.arrow'),
      interventionColumns(interventionNames(options, environment)),
      {
        ...provenanceOf('interventions', configuration, run, environment, backend),
        skipped: skipped(options, environment, TRANSFORMER_CAPABILITIES),
      },
    );
    progress.start('ablation', policies.length, 'checkpoints');
    let rows = 0;
    try {
      for (const [i, { step, directory }] of policies.entries()) {
        const final = i === policies.length - 1;
        const prompts = final ? options.prompts : options.checkpointPrompts;
        if (prompts > 0) {
          const { model } = loadCheckpoint(directory, environment.vocabulary);
          const ablation = { task: environment, rule, options, seed: run.seed, prompts, step, final };
          for await (const batch of ablate(transformerPolicy(model, environment.format), ablation, signal)) {
            table.appendAll(batch);
            rows += batch.length;
            await betweenSteps(signal);
          }
          model.dispose();
        }
        progress.advance(i + 1);
      }
      await table.close();
    } catch (error) {
      await table.abort();
      throw error;
    }
    const checkpoints = policies.length === 1 ? 'checkpoint' : 'checkpoints';
    progress.finish(`${policies.length} ${checkpoints}, ${rows} answers`);
  });
}
