import { join } from 'node:path';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, runSettings } from '@vestige/experiment';
import { loadCheckpoint, saveCheckpoint } from '@vestige/model';
import { createReward } from '@vestige/rewards';
import {
  type Columns,
  driftColumns,
  EVENTS_FILE,
  openTableWriter,
  rolloutColumns,
  type UpdateRow,
  updateColumns,
  writeEvents,
} from '@vestige/rollouts';
import { reinforce } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import { baseDirectory, CONTROL, checkpointDirectory } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { checkpointMetadata, provenanceOf } from './shared/provenance.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/**
 * Trains the policy of a condition and seed by reinforcement learning. Writes `checkpoints/step-NNNN/`,
 * `rollouts.arrow` and `updates.arrow`, `drift.arrow` if asked for, and the curves of `updates.arrow` for TensorBoard.
 */
export async function trainStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { progress, signal } = context;
  const backend = await useBackendOf(experiment, run.condition);
  const environment = createEnvironment(baseOf(experiment, run.condition).environment);
  const { rule, rewards, reinforcement: options } = experiment.conditions[run.condition]!;
  const reward = createReward(environment, rewards);
  const configuration = runSettings(experiment, run.condition);
  const stage = expectedFolder(experimentTask(experiment, 'train', run));
  return await writeStage(stage, context, backend, async (temporary) => {
    const { model: policy, vocabulary } = loadCheckpoint(
      baseDirectory(experiment, run),
      environment.vocabulary,
    );
    const reference = policy.clone();
    const open = <C extends Columns>(table: string, columns: C) => {
      const provenance = provenanceOf(table, configuration, run, environment, backend);
      return openTableWriter(join(temporary, `${table}.arrow`), columns, provenance);
    };
    const rollouts = open('rollouts', rolloutColumns);
    const updates = open('updates', updateColumns);
    const curves: UpdateRow[] = [];
    const drift = options.drift && open('drift', driftColumns);
    const tables = [rollouts, updates, ...(drift ? [drift] : [])];
    const keep = (step: number) => {
      const metadata = checkpointMetadata(configuration, run, step, backend);
      saveCheckpoint(checkpointDirectory(temporary, step), policy, vocabulary, CONTROL, metadata);
    };
    progress.start('reinforcement learning', options.steps, 'steps');
    let outcome = '';
    try {
      keep(0);
      const task = { environment, rule, reward, options, seed: run.seed };
      for (const update of reinforce(policy, reference, task)) {
        const { row, evaluation, last } = update;
        rollouts.appendAll(update.rollouts);
        updates.append(row);
        curves.push(row);
        drift?.appendAll(update.drift);
        if (evaluation) keep(row.step);
        progress.advance(row.step, { reward: row.reward.toFixed(3), length: row.cot_length.toFixed(1) });
        if (last) {
          const solved = evaluation!.own >= options.solved ? 'solved' : 'not solved';
          outcome = `${solved} after ${row.step} steps: own ${evaluation!.own.toFixed(3)}, now ${evaluation!.now.toFixed(3)}`;
        }
        await betweenSteps(signal);
      }
      for (const table of tables) await table.close();
      await writeEvents(join(temporary, EVENTS_FILE), updateColumns, curves);
    } catch (error) {
      await Promise.all(tables.map((table) => table.abort()));
      throw error;
    }
    progress.finish(outcome);
  });
}
