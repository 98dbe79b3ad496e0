import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reinforcement } from '@vestige/reinforcement';
import { type DriftRow, driftColumns, type RolloutRow, readTable, rolloutColumns } from '@vestige/rollouts';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_RUN, folder, writeMiniature } from '../testing/cli.ts';
import { said } from '../testing/inProcess.ts';
import { describeRun } from './importRun.ts';

const STEPS = 6;
/** The phrase whose drift is measured. */
const WORD = 'F';

let found: { readonly drift: DriftRow[]; readonly rollouts: RolloutRow[]; readonly imported: Reinforcement };

beforeAll(async () => {
  const root = folder(afterAll);
  const experiment = writeMiniature(root, {
    environment: { kind: 'phrase', layout: 'after', rho: 0.8 },
    model: { width: 16, layers: 1, heads: 2 },
    pretraining: { steps: 120, batch: 64, learningRate: 0.01, warmup: 5 },
    reinforcement: {
      ...{ steps: STEPS, minimumSteps: STEPS, batch: 64, learningRate: 0.003, kl: 0 },
      ...{ evaluateEvery: STEPS, evaluationPrompts: 16, drift: { words: [WORD], probes: 16 } },
    },
    base: { rule: 'a' },
    conditions: { after: { rule: 'a' } },
    ablation: { prompts: 40, checkpointPrompts: 4, interventions: ['now', 'cut'] },
  });
  const run = ['--seed', '0', '--condition', 'after'];
  await said('pretrain', experiment, '--seed', BASE_RUN[1]!);
  await said('train', experiment, ...run);
  const train = join(root, 'runs/after-s0/train');
  const rollouts = [...readTable(join(train, 'rollouts.arrow'), rolloutColumns).rows()];
  const drift = [...readTable(join(train, 'drift.arrow'), driftColumns).rows()];
  writeAsTrl(join(root, 'out/completions'), rollouts);
  await describeRun(join(root, 'out'), { as: 'again', run: 'trl' }, {}, root);
  const file = join(root, 'again/imported.json');
  writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), reinforcement: { words: [WORD] } }),
  );
  await said('convert', file, '--run', 'trl');
  await said('analyze', file);
  const analysis = readFileSync(join(root, 'again/runs/analyze/reinforcement.json'), 'utf8');
  found = { drift, rollouts, imported: JSON.parse(analysis).runs.trl };
}, 120_000);

/**
 * As TRL logs completions: a file a step, a column a reward. `drift.covariance` is over all rollouts of an update, whatever their
 * prompts, so that all of them are of one prompt here; `covariance_within` is within prompts that are alike by the rules of the
 * environment, of which a file of TRL knows nothing.
 */
function writeAsTrl(directory: string, rollouts: readonly RolloutRow[]): void {
  mkdirSync(directory, { recursive: true });
  for (let step = 1; step <= STEPS; step++) {
    const rows = rollouts.filter((row) => row.step === step);
    parquetWriteFile({
      filename: join(directory, `completions_${String(step).padStart(5, '0')}.parquet`),
      columnData: [
        { name: 'step', data: rows.map(() => step), type: 'INT32' },
        { name: 'prompt', data: rows.map(() => 'Choose.'), type: 'STRING' },
        { name: 'completion', data: rows.map(({ raw }) => raw.replace(' <eos>', '')), type: 'STRING' },
        { name: 'outcome', data: rows.map(({ reward }) => reward), type: 'DOUBLE' },
        { name: 'advantage', data: rows.map(({ advantage }) => advantage), type: 'DOUBLE' },
      ],
    });
  }
}

test('what its own RL wrote, in the format of TRL, has its own covariance with the advantage, update by update', () => {
  const { drift, imported } = found;
  const own = drift.filter(({ word, stratum }) => word === WORD && stratum === null);
  expect(own).toHaveLength(STEPS);
  expect(Math.max(...own.map(({ covariance }) => Math.abs(covariance)))).toBeGreaterThan(0.02);
  expect(imported.advantage).toBe('trainer');
  expect(imported.windows.map(({ first, last }) => [first, last])).toEqual(
    own.map(({ step }) => [step, step]),
  );
  const feature = imported.features.find(({ kind, name }) => kind === 'word' && name === WORD.toLowerCase());
  for (const [i, { covariance }] of own.entries()) {
    expect(feature!.course.covariance[i]).toBeCloseTo(covariance, 6);
  }
  expect(feature!.received!.value).toBeCloseTo(
    own.reduce((sum, { covariance }) => sum + covariance, 0),
    5,
  );
});

test('its frequency is that of the rollouts', () => {
  const { rollouts, imported } = found;
  const feature = imported.features.find(({ kind, name }) => kind === 'word' && name === WORD.toLowerCase());
  for (const [i, share] of feature!.course.frequency.entries()) {
    const ofStep = rollouts.filter(({ step }) => step === i + 1);
    const having = ofStep.filter(({ thought }) => thought.split(' ').includes(WORD));
    expect(share).toBeCloseTo(having.length / ofStep.length, 12);
  }
});
