import { join } from 'node:path';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, runSettings } from '@vestige/experiment';
import { loadCheckpoint, saveCheckpoint } from '@vestige/model';
import { createReward } from '@vestige/rewards';
import {
  type Columns,
  driftColumns,
  EVENTS_FILE,
  openResumableTable,
  rolloutColumns,
  type UpdateRow,
  updateColumns,
  writeEvents,
} from '@vestige/rollouts';
import { type ReinforcementState, reinforce } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import {
  baseDirectory,
  CONTROL,
  checkpointDirectory,
  readCheckpoint,
  type TakenCheckpoint,
  writeCheckpoint,
} from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { checkpointMetadata, provenanceOf } from './shared/provenance.ts';
import { writeResumableStage } from './shared/resumable.ts';
import { betweenSteps, type StageContext } from './shared/stageContext.ts';

/** What training made since it was saved before. */
interface Made {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, Uint8Array>>;
  readonly checkpoints: readonly TakenCheckpoint[];
}

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
  return await writeResumableStage<ReinforcementState, Made>(
    stage,
    context,
    backend,
    async (temporary, kept) => {
      const { found, safePoint } = kept;
      const { model: policy, vocabulary } = loadCheckpoint(
        baseDirectory(experiment, run),
        environment.vocabulary,
      );
      const reference = policy.clone();
      const open = <C extends Columns>(table: string, columns: C) => {
        const provenance = provenanceOf(table, configuration, run, environment, backend);
        return openResumableTable(join(temporary, `${table}.arrow`), columns, provenance);
      };
      const rollouts = open('rollouts', rolloutColumns);
      const updates = open('updates', updateColumns);
      const curves: UpdateRow[] = [];
      const drift = options.drift && open('drift', driftColumns);
      const tables = { rollouts, updates, ...(drift && { drift }) };
      let untaken: number[] = [];
      const keep = (step: number) => {
        const metadata = checkpointMetadata(configuration, run, step, backend);
        saveCheckpoint(checkpointDirectory(temporary, step), policy, vocabulary, CONTROL, metadata);
        untaken.push(step);
      };
      const made = (): Made => {
        const checkpoints = untaken.map((step) => readCheckpoint(temporary, step));
        untaken = [];
        return {
          tables: Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.taken()])),
          checkpoints,
        };
      };
      const resume = ({ tables: taken, checkpoints }: Made) => {
        rollouts.resume(taken.rollouts!);
        curves.push(...updates.resume(taken.updates!));
        drift?.resume(taken.drift!);
        for (const checkpoint of checkpoints) writeCheckpoint(temporary, checkpoint);
      };
      if (found) progress.note(`reinforcement learning goes on from step ${found.done} of ${options.steps}`);
      progress.start('reinforcement learning', options.steps, 'steps', found?.done);
      let outcome = '';
      try {
        for (const one of found?.made ?? []) resume(one);
        if (!found) keep(0);
        const task = { environment, rule, reward, options, seed: run.seed };
        for (const update of reinforce(policy, reference, task, found?.state)) {
          const { row, evaluation, last, state } = update;
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
          if (last) await betweenSteps(signal);
          else await safePoint(() => ({ done: row.step, state: state(), made: [made()] }));
        }
        for (const table of Object.values(tables)) await table.close();
        await writeEvents(join(temporary, EVENTS_FILE), updateColumns, curves);
      } catch (error) {
        await Promise.all(Object.values(tables).map((table) => table.abort()));
        throw error;
      }
      progress.finish(outcome);
    },
  );
}
