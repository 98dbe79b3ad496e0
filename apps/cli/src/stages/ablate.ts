import { join } from 'node:path';
import { ablate, interventionNames } from '@vestige/ablation';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, ruleOf } from '@vestige/experiment';
import { loadCheckpoint } from '@vestige/model';
import { interventionColumns, openTableWriter } from '@vestige/rollouts';
import { useBackendOf } from './shared/backend.ts';
import { savedPolicies } from './shared/checkpoints.ts';
import { expectedStage } from './shared/expected.ts';
import { provenanceOf, runConfiguration } from './shared/provenance.ts';
import { breathe, type StageRun, writeStage } from './shared/stageRun.ts';

/** Runs the battery of interventions on the policies of a run. Writes `interventions.arrow`. */
export async function ablateStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  stageRun: StageRun,
): Promise<string> {
  const { progress, signal } = stageRun;
  const backend = await useBackendOf(experiment, run.condition);
  const environment = createEnvironment(baseOf(experiment, run.condition).environment);
  const options = experiment.ablation;
  const rule = ruleOf(experiment, run.condition);
  const stage = expectedStage(experiment, 'ablate', run);
  return await writeStage(stage, stageRun, backend, async (temporary) => {
    const policies = savedPolicies(experiment, run);
    const configuration = { ...runConfiguration(experiment, run.condition), ablation: options };
    const table = openTableWriter(
      join(temporary, 'interventions.arrow'),
      interventionColumns(interventionNames(options, environment)),
      provenanceOf('interventions', configuration, run, environment, backend),
    );
    progress.start('ablation', policies.length, 'checkpoints');
    let rows = 0;
    try {
      for (const [i, policy] of policies.entries()) {
        const final = i === policies.length - 1;
        const prompts = final ? options.prompts : options.checkpointPrompts;
        if (prompts > 0) {
          const { model } = loadCheckpoint(policy.directory, environment.vocabulary);
          const task = { environment, rule, options, seed: run.seed, prompts, step: policy.step, final };
          for (const row of ablate(model, task)) {
            table.append(row);
            rows++;
          }
          model.dispose();
        }
        progress.advance(i + 1);
        await breathe(signal);
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
