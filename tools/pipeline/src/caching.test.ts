import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { copyWorkspace, type Workspace } from './testing/workspace.ts';

// The real stages on a tiny experiment, in a copy of the workspace. The tests run in order and each begins where
// the one before it left the sources; the experiment's file is written anew each time.

const { presets: _, ...TINY } = FILE;
const run = (
  edited: Partial<typeof TINY> & { bases?: object; checks?: object[] } = {},
  task = 'tiny:report',
) => {
  workspace.writeExperiment({ ...TINY, ...edited });
  return workspace.run(task);
};
/** Without the report, which takes as long as several of the other stages. */
const analyze = (edited: Parameters<typeof run>[0]) => run(edited, 'tiny:analyze');

const SMALL = { ...TINY, name: 'small', conditions: {}, model: { width: 4, layers: 1, heads: 1 } };

const ABLATE = ['tiny-base-s0:ablate', 'tiny-biased-s0:ablate', 'tiny-fair-s0:ablate'];
const TRAIN = ['tiny-base-s0:pretrain', 'tiny-biased-s0:train', 'tiny-fair-s0:train'];
const BUILDS = ['explorer:build', 'kernels:build'];
const ANALYSIS = 'tiny:analyze';
const WHOLE = [ANALYSIS, 'tiny:report'];

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let workspace: Workspace;
beforeAll(() => {
  workspace = copyWorkspace({}, 'made');
});
afterAll(() => workspace?.[Symbol.dispose]());

test('the first time, every stage runs', () => {
  expect(run()).toEqual([...BUILDS, ...ABLATE, ...TRAIN, ...WHOLE].sort());
});

test('nothing changed: nothing runs', () => {
  expect(run()).toEqual([]);
});

test('another title: the report', () => {
  expect(run({ title: 'Another title' })).toEqual(['tiny:report']);
});

test('another setting of the ablation: the ablations and the analysis, no training', () => {
  expect(analyze({ ablation: { ...TINY.ablation, prompts: 10 } })).toEqual([...ABLATE, ANALYSIS]);
});

test('another reward for a condition: that condition', () => {
  const conditions = { ...TINY.conditions, fair: { rule: 'factors', rewards: { outcome: 2 } } };
  expect(analyze({ conditions })).toEqual(['tiny-fair-s0:ablate', 'tiny-fair-s0:train', ANALYSIS]);
});

test('another seed: the runs of that seed, the analysis and the report', () => {
  const seed = [...ABLATE, ...TRAIN].map((task) => task.replace('s0', 's1')).sort();
  expect(run({ seeds: [0, 1] })).toEqual([...seed, ...WHOLE]);
});

test('checks that only `vestige check` reads: nothing', () => {
  expect(run({ checks: [{ condition: 'fair', verdict: 'load-bearing' }] })).toEqual([]);
});

const late = (point: number) => [
  ...[`tiny-late${point}-s0:ablate`, `tiny-late${point}-s0:pretrain`],
  ...[`tiny-trained${point}-s0:ablate`, `tiny-trained${point}-s0:train`],
];
const withLate = { ...TINY.conditions, trained: { rule: 'nationality', base: 'late' } };
const sweeping = (...conclusion: number[]) =>
  analyze({
    bases: { late: { rule: 'factors', sweep: { 'environment.conclusion': conclusion } } },
    conditions: withLate,
  });

test('another base, swept, and a condition that is trained from it: their runs', () => {
  expect(sweeping(0.5)).toEqual([...late(1), ANALYSIS].sort());
});

test('one more value of the sweep: the runs of that point', () => {
  expect(sweeping(0.5, 1)).toEqual([...late(2), ANALYSIS].sort());
});

test('another value in its place: the runs of that point', () => {
  expect(sweeping(0.7, 1)).toEqual([...late(1), ANALYSIS].sort());
});

test('back to what it was: nothing', () => {
  expect(run()).toEqual([]);
});

test('outputs deleted: they come back, nothing runs', () => {
  const runs = join(workspace.root, 'apps/experiments/tiny/runs');
  const table = join(runs, 'biased-s0/ablate/interventions.arrow');
  const before = readFileSync(table);
  rmSync(runs, { recursive: true });
  expect(run()).toEqual([]);
  expect(readFileSync(table).equals(before)).toBe(true);
});

const overview = (title: string, edited: Partial<typeof TINY> = {}) => {
  workspace.writeExperiment({ ...TINY, ...edited });
  workspace.writeExperiment({ ...SMALL });
  workspace.writeOverview({
    name: 'overview',
    title,
    compare: [
      { experiment: 'tiny', condition: 'biased' },
      { experiment: 'small', condition: 'base' },
    ],
  });
  return workspace.run('overview:report');
};

test('an overview with another experiment: that experiment and the overview', () => {
  const small = ['small-base-s0:ablate', 'small-base-s0:pretrain', 'small:analyze', 'small:report'];
  expect(overview('Both')).toEqual(['overview:report', ...small]);
});

test('another title of the overview: its report', () => {
  expect(overview('Another')).toEqual(['overview:report']);
});

test('another claim of one of its experiments: the report of the experiment', () => {
  expect(overview('Another', { claim: 'Another' } as object)).toEqual(['tiny:report']);
});

test('another seed in one of its experiments: what depends on it', () => {
  // The runs of the seed are in the cache.
  expect(overview('Another', { seeds: [0, 1], analysis: { resamples: 101 } })).toEqual([
    'overview:report',
    ...WHOLE,
  ]);
});

test('an edit of what describes the stages that changes no target: nothing', () => {
  workspace.append('packages/experiment/src/stages.ts', '// edited');
  expect(run()).toEqual([]);
});

test('an edit in the report package: the report', () => {
  workspace.append('packages/report/src/index.ts', '// edited');
  expect(run()).toEqual(['tiny:report']);
});

test('an edit of the program in the page: the report', () => {
  workspace.append('apps/explorer/src/app/main.tsx', '// edited');
  expect(run()).toEqual(['explorer:build', 'tiny:report']);
});

test('an edit of the model that changes no result: every stage with the model, and the report, which holds it', () => {
  workspace.append('packages/model/src/index.ts', '// edited');
  expect(run()).toEqual(['explorer:build', ...ABLATE, ...TRAIN, 'tiny:report'].sort());
});

test('other kernels: everything', () => {
  workspace.append('packages/kernels/assembly/index.ts', 'export function edited(): i32 { return 1; }');
  expect(run()).toEqual(['kernels:build', ...ABLATE, ...TRAIN, ...WHOLE].sort());
});

test('a calibration: policies are simulated once, and its report is made anew by what the report reads', () => {
  const policies = ['all', 'none'];
  const calibrated = (edited: object = {}) => {
    const small = { name: 'trust', title: 'Trust', policies, prompts: [40], simulations: 1, resamples: 5 };
    workspace.writeCalibration({ ...small, ...edited });
    return workspace.run('trust:report');
  };
  expect(calibrated()).toEqual(['trust-all:simulate', 'trust-none:simulate', 'trust:report']);
  expect(calibrated()).toEqual([]);
  expect(calibrated({ title: 'Another title' })).toEqual(['trust:report']);
  expect(calibrated({ policies: [...policies, 'one'] })).toEqual(['trust-one:simulate', 'trust:report']);
  workspace.append('packages/calibration/src/report/index.ts', '// edited');
  expect(calibrated()).toEqual(['trust:report']);
});
