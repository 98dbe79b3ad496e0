// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ablate, ablationSchema, interventionNames } from '@vestige/ablation';
import { createEnvironment, type EnvironmentOptions, environmentSchema } from '@vestige/environment';
import { modelSchema, saveCheckpoint, Transformer, useBackend, Vocabulary } from '@vestige/model';
import { TOKENS } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { interventionColumns, openTableWriter, rolloutColumns, updateColumns } from '@vestige/rollouts';
import {
  pretrain,
  pretrainingSchema,
  reinforce,
  reinforcementSchema,
  transformerPolicy,
} from '@vestige/training';
import type { ExplorerRun } from '../embed/run.ts';

const CONTROL = { pad: TOKENS.pad, bos: TOKENS.bos, eos: TOKENS.eos };

/** What is trained, and how much; a second or two as it stands. */
export interface Sizes {
  readonly pretraining?: number;
  readonly updates?: number;
  readonly prompts?: number;
  readonly positions?: 'learned' | 'rotary';
}

/**
 * A base and a policy rewarded for the nationality, of the loan at its quick size, trained for a few steps: real
 * files, made by the stages' own functions.
 *
 * @param folder that takes the files
 */
export async function trainedRuns(
  folder: string,
  { pretraining = 40, updates = 10, prompts = 64, positions }: Sizes = {},
): Promise<ExplorerRun[]> {
  await useBackend('wasm');
  const options: EnvironmentOptions = environmentSchema.parse({
    ...{ kind: 'loan', factors: 3, nationalities: 4, minimumFactors: 1 },
  });
  const environment = createEnvironment(options);
  const vocabulary = new Vocabulary(environment.vocabulary);
  const model = Transformer.random(
    modelSchema.parse({ width: 32, positions }),
    vocabulary.size,
    randomStream(0, 'model'),
  );
  const settings = pretrainingSchema.parse({ steps: pretraining, batch: 64, learningRate: 0.006, warmup: 5 });
  for (const _ of pretrain(model, environment, settings, 0));
  const ablation = ablationSchema.parse({ prompts, checkpointPrompts: 32 });
  const save = (run: string, step: number, policy: Transformer) => {
    const directory = join(folder, run, `step-${String(step).padStart(4, '0')}`);
    mkdirSync(join(folder, run), { recursive: true });
    saveCheckpoint(directory, policy, vocabulary, CONTROL, {
      made_by: 'vestige',
      experiment: JSON.stringify({ environment: options }),
      step: String(step),
    });
    return { step, directory };
  };
  const measure = async (
    run: string,
    rule: string,
    policies: readonly { readonly step: number; readonly policy: Transformer }[],
  ) => {
    const path = join(folder, run, 'interventions.arrow');
    const names = interventionNames(ablation, environment);
    const table = openTableWriter(path, interventionColumns(names), { table: 'interventions' });
    for (const [i, { step, policy }] of policies.entries()) {
      const final = i === policies.length - 1;
      const task = { task: environment, rule, options: ablation, seed: 0, step, final };
      const asked = transformerPolicy(policy, environment.format);
      for await (const rows of ablate(asked, { ...task, prompts: final ? prompts : 32 })) {
        for (const row of rows) table.append(row);
      }
    }
    await table.close();
    return path;
  };
  const common = { seed: 0, environment: options, swept: false };
  const base: ExplorerRun = {
    ...common,
    condition: 'base',
    checkpoints: [save('base', 0, model)],
    updates: undefined,
    rollouts: undefined,
    interventions: await measure('base', 'factors', [{ step: 0, policy: model }]),
  };
  const policy = model.clone();
  const saved = [{ step: 0, policy: model.clone() }];
  const checkpoints = [save('biased', 0, policy)];
  const rollouts = join(folder, 'biased', 'rollouts.arrow');
  const table = openTableWriter(rollouts, rolloutColumns, { table: 'rollouts' });
  const updatesPath = join(folder, 'biased', 'updates.arrow');
  const curves = openTableWriter(updatesPath, updateColumns, { table: 'updates' });
  const training = reinforcementSchema.parse({
    ...{ steps: updates, minimumSteps: updates, batch: 64, learningRate: 0.003, warmup: 2 },
    ...{ evaluateEvery: Math.ceil(updates / 2), evaluationPrompts: 16 },
  });
  const reward = createReward(environment, rewardsSchema.parse({}));
  const task = { environment, rule: 'nationality', reward, options: training, seed: 0 };
  for (const { row, evaluation, rollouts: written } of reinforce(policy, model, task)) {
    for (const rollout of written) table.append(rollout);
    curves.append(row);
    if (!evaluation) continue;
    checkpoints.push(save('biased', row.step, policy));
    saved.push({ step: row.step, policy: policy.clone() });
  }
  await table.close();
  await curves.close();
  const interventions = await measure('biased', 'nationality', saved);
  const biased: ExplorerRun = {
    ...common,
    condition: 'biased',
    checkpoints,
    ...{ updates: updatesPath, rollouts, interventions },
  };
  return [biased, base];
}
