import { join } from 'node:path';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, runSettings } from '@vestige/experiment';
import { saveCheckpoint, Transformer, Vocabulary } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { type CurveRow, curveColumns, EVENTS_FILE, openResumableTable, writeEvents } from '@vestige/rollouts';
import { pretrain, type TrainingState } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import { CONTROL } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { checkpointMetadata, provenanceOf } from './shared/provenance.ts';
import { writeResumableStage } from './shared/resumable.ts';
import type { StageContext } from './shared/stageContext.ts';

/** Trains a base policy on demonstrations. Writes `checkpoint/`, `curve.arrow`, and its curves for TensorBoard. */
export async function pretrainStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { progress } = context;
  const backend = await useBackendOf(experiment, run.condition);
  const {
    environment: ofEnvironment,
    model: shape,
    pretraining: options,
  } = baseOf(experiment, run.condition);
  const environment = createEnvironment(ofEnvironment);
  const vocabulary = new Vocabulary(environment.vocabulary);
  const model = Transformer.random(shape, vocabulary.size, randomStream(run.seed, 'model'));
  const configuration = runSettings(experiment, run.condition);
  const stage = expectedFolder(experimentTask(experiment, 'pretrain', run));
  return await writeResumableStage<TrainingState, Uint8Array>(
    stage,
    context,
    backend,
    async (temporary, kept) => {
      const { found, safePoint } = kept;
      const provenance = provenanceOf('curve', configuration, run, environment, backend);
      const curve = openResumableTable(join(temporary, 'curve.arrow'), curveColumns, provenance);
      const rows: CurveRow[] = [];
      if (found) progress.note(`pretraining goes on from step ${found.done} of ${options.steps}`);
      progress.start('pretraining', options.steps, 'steps', found?.done);
      try {
        for (const taken of found?.made ?? []) rows.push(...curve.resume(taken));
        for (const { row, state } of pretrain(model, environment, options, run.seed, found?.state)) {
          curve.append(row);
          rows.push(row);
          progress.advance(row.step, { loss: row.loss.toFixed(3) });
          await safePoint(() => ({ done: row.step, state: state(), made: [curve.taken()] }));
        }
        await curve.close();
        await writeEvents(join(temporary, EVENTS_FILE), curveColumns, rows);
      } catch (error) {
        await curve.abort();
        throw error;
      }
      const metadata = checkpointMetadata(configuration, run, 0, backend);
      saveCheckpoint(join(temporary, 'checkpoint'), model, vocabulary, CONTROL, metadata);
      progress.finish(`${options.steps} steps, loss ${rows.at(-1)!.loss.toFixed(3)} nats a token`);
    },
  );
}
