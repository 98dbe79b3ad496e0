import { join } from 'node:path';
import { createEnvironment } from '@vestige/environment';
import { baseOf, type Experiment, experimentTask, runSettings } from '@vestige/experiment';
import { saveCheckpoint, Transformer, Vocabulary } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { type CurveRow, curveColumns, EVENTS_FILE, openTableWriter, writeEvents } from '@vestige/rollouts';
import { pretrain } from '@vestige/training';
import { useBackendOf } from './shared/backend.ts';
import { CONTROL } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { checkpointMetadata, provenanceOf } from './shared/provenance.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/** Trains a base policy on demonstrations. Writes `checkpoint/`, `curve.arrow`, and its curves for TensorBoard. */
export async function pretrainStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { progress, signal } = context;
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
  return await writeStage(stage, context, backend, async (temporary) => {
    const provenance = provenanceOf('curve', configuration, run, environment, backend);
    const curve = openTableWriter(join(temporary, 'curve.arrow'), curveColumns, provenance);
    progress.start('pretraining', options.steps, 'steps');
    const rows: CurveRow[] = [];
    try {
      for (const row of pretrain(model, environment, options, run.seed)) {
        curve.append(row);
        rows.push(row);
        progress.advance(row.step, { loss: row.loss.toFixed(3) });
        await betweenSteps(signal);
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
  });
}
