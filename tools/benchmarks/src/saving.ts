// What it costs that a stage keeps its progress: one save of reinforcement learning of the size of `loan`, after a minute.
//
//   node tools/benchmarks/src/saving.ts [--width 64]
//
// Updates are run to know how many a minute has, and their rows are repeated as often. The policy is untrained and writes as
// long as it may: a trained one leaves smaller tables.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { modelSchema } from '@vestige/model/options';
import { openProgress } from '@vestige/progress';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { openResumableTable, rolloutColumns, updateColumns } from '@vestige/rollouts';
import { reinforce, reinforcementSchema, type Update } from '@vestige/training';
import { quartilesOf } from './statistics.ts';
import { quartilesText, table } from './table.ts';

const INTERVAL = 60;
const UPDATES = 6;
const SAVES = 9;

const { values } = parseArgs({ options: { width: { type: 'string', default: '64' } } });
const shape = modelSchema.parse({ width: Number(values.width) });

/** Milliseconds of processor time. */
const spent = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

await useBackend('wasm', shape);
const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const policy = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
const options = reinforcementSchema.parse({ steps: UPDATES + 1, evaluateEvery: UPDATES + 1 });
const reward = createReward(environment, rewardsSchema.parse({}));
const times: number[] = [];
let last: Update | undefined;
const updates = reinforce(policy, policy.clone(), { environment, rule: 'factors', reward, options, seed: 0 });
for (let i = 0; i < UPDATES; i++) {
  const before = spent();
  last = updates.next().value!;
  times.push(spent() - before);
}
const { median: perUpdate } = quartilesOf(times);
const perMinute = Math.round((1000 * INTERVAL) / perUpdate);

const root = mkdtempSync(join(tmpdir(), 'vestige-saving-'));
try {
  const provenance = { table: 'measured' };
  const rollouts = openResumableTable(join(root, 'rollouts.arrow'), rolloutColumns, provenance);
  const curve = openResumableTable(join(root, 'updates.arrow'), updateColumns, provenance);
  const onTrouble = (line: string) => {
    throw new Error(line);
  };
  const progress = openProgress({ root: join(root, 'progress'), key: 'measured', interval: 0, onTrouble });
  const cpu: number[] = [];
  const wall: number[] = [];
  let bytes = 0;
  for (let done = 1; done <= SAVES; done++) {
    for (let i = 0; i < perMinute; i++) {
      rollouts.appendAll(last!.rollouts);
      curve.append(last!.row);
    }
    const [before, begun] = [spent(), performance.now()];
    const made = [rollouts.taken(), curve.taken()];
    progress.save({ done, state: last!.state(), made });
    cpu.push(spent() - before);
    wall.push(performance.now() - begun);
    bytes = made.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
  await Promise.all([rollouts.abort(), curve.abort()]);
  const share = (100 * quartilesOf(cpu).median) / (1000 * INTERVAL);
  console.log(
    table(
      ['width', 'parameters', 'updates a minute', 'rows, MB', 'a save, ms of CPU', 'ms', 'share, %'],
      [
        [
          String(shape.width),
          policy.parameterCount.toLocaleString('en'),
          String(perMinute),
          (bytes / 1e6).toFixed(1),
          quartilesText(quartilesOf(cpu)),
          quartilesText(quartilesOf(wall)),
          share.toFixed(2),
        ],
      ],
    ),
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
