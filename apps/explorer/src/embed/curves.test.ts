import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type UpdateRow, updateColumns, writeTable } from '@vestige/rollouts';
import { afterAll, expect, test } from 'vitest';
import { readCurves } from '../app/curves/curveTable.ts';
import { block } from './block.ts';
import { curvesFile, thinned } from './curves.ts';
import type { ExplorerRun } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-curves-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(condition: string, seed: number, count: number, swept = false): Promise<ExplorerRun> {
  const updates = join(folder, `${condition}-${seed}.arrow`);
  // Means over 128 rollouts, as they come; entropy and KL with all their digits.
  const rows = Array.from(
    { length: count },
    (_, i): UpdateRow => ({
      ...{ step: i + 1, reward: ((i * 7) % 128) / 128, accuracy: ((i * 5) % 128) / 128, well_formed: 1 },
      ...{ cot_length: 10 + ((i * 13) % 128) / 128, mention: ((i * 3) % 9) / 128 },
      ...{
        truthful: i === 0 ? null : Math.abs(Math.sin(i)),
        invented: i === 0 ? null : 0,
        entropy: Math.abs(Math.sin(i + seed)),
        kl: i / 999,
      },
      ...{ loss: 0, gradient_norm: 1, learning_rate: 0.001, tokens: 1000 },
      ...{ evaluation_own: null, evaluation_now: null },
    }),
  );
  await writeTable(updates, updateColumns, rows, { table: 'updates' });
  return { condition, seed, swept, updates } as ExplorerRun;
}

const CONDITIONS = ['a', 'b'].map((name) => ({ name, description: '', rule: '', verdict: '', follows: '' }));

test('the curves of a run come back, runs of sweeps last', async () => {
  const runs = [await run('b', 4, 3, true), await run('a', 5, 2)];
  const untrained = { condition: 'a', seed: 9, updates: undefined } as ExplorerRun;
  const curves = readCurves(curvesFile([...runs, untrained], CONDITIONS));
  expect(curves.map(({ condition, seed }) => [condition, seed])).toEqual([
    [0, 5],
    [1, 4],
  ]);
  expect([...curves[1]!.step]).toEqual([1, 2, 3]);
  expect(curves[1]!.values.reward[2]).toBe(14 / 128);
});

test('a quantity that an update has none of is NaN, not 0', async () => {
  const [curve] = readCurves(curvesFile([await run('a', 6, 2)], CONDITIONS));
  expect(curve!.values.truthful[0]).toBeNaN();
  expect(curve!.values.truthful[1]).toBeGreaterThan(0);
});

test('no trained runs are no curves', () => {
  expect(readCurves(curvesFile([], CONDITIONS))).toEqual([]);
});

test('six runs of 160 updates take less than 60 kB of a page', async () => {
  const runs = await Promise.all([0, 1, 2, 3, 4, 5].map((seed) => run('a', seed, 160)));
  expect(block(curvesFile(runs, CONDITIONS)).length).toBeLessThan(60_000);
});

test('long runs are thinned evenly, and keep their last update', () => {
  expect(thinned(160, 200)).toHaveLength(160);
  const kept = thinned(1000, 200);
  expect(kept.slice(0, 3)).toEqual([0, 5, 10]);
  expect(kept.at(-1)).toBe(999);
  expect(kept.length).toBeLessThanOrEqual(201);
});
