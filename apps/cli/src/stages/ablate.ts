import { join } from 'node:path';
import { ablate, interventionNames, skipped } from '@vestige/ablation';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, ruleOf, runSettings } from '@vestige/experiment';
import { loadCheckpoint } from '@vestige/model';
import { interventionColumns, openResumableTable } from '@vestige/rollouts';
import { TRANSFORMER_CAPABILITIES, transformerPolicy } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import { savedPolicies } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { provenanceOf } from './shared/provenance.ts';
import { writeResumableStage } from './shared/resumable.ts';
import type { StageContext } from './shared/stageContext.ts';

/** How far it is. */
interface Asked {
  /** Policies of which all was asked. */
  readonly policies: number;
  /** Of the next one: how often answers came. */
  readonly batches: number;
}

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
  return await writeResumableStage<Asked, Uint8Array>(stage, context, backend, async (temporary, kept) => {
    const { found, safePoint } = kept;
    const policies = savedPolicies(experiment, run);
    const configuration = { ...runSettings(experiment, run.condition), ablation: options };
    const table = openResumableTable(
      join(temporary, 'interventions.arrow'),
      interventionColumns(interventionNames(options, environment)),
      {
        ...provenanceOf('interventions', configuration, run, environment, backend),
        skipped: skipped(options, environment, TRANSFORMER_CAPABILITIES),
      },
    );
    const before = found?.state ?? { policies: 0, batches: 0 };
    if (found) progress.note(`ablation goes on from checkpoint ${before.policies + 1} of ${policies.length}`);
    progress.start('ablation', policies.length, 'checkpoints', before.policies);
    let rows = found?.done ?? 0;
    try {
      for (const taken of found?.made ?? []) table.resume(taken);
      for (const [i, { step, directory }] of policies.entries()) {
        if (i < before.policies) continue;
        const final = i === policies.length - 1;
        const prompts = final ? options.prompts : options.checkpointPrompts;
        if (prompts > 0) {
          const { model } = loadCheckpoint(directory, environment.vocabulary);
          let done = i === before.policies ? before.batches : 0;
          const ablation = { task: environment, rule, options, seed: run.seed, prompts, step, final, done };
          for await (const batch of ablate(transformerPolicy(model, environment.format), ablation, signal)) {
            table.appendAll(batch);
            rows += batch.length;
            done++;
            const state = { policies: i, batches: done };
            await safePoint(() => ({ done: rows, state, made: [table.taken()] }));
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
