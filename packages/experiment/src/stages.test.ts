import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { byStage, experimentTask, pageOf, resolveExperiment, stagesOf } from './index.ts';
import { OVERVIEW_REPORT, STAGE_NAMES, STAGES } from './stages.ts';
import { valid } from './testing/valid.ts';

const experiment = resolveExperiment(
  {
    ...valid,
    seeds: [0, 1],
    bases: { late: { rule: 'factors' } },
    conditions: {
      fair: { rule: 'factors' },
      biased: { rule: 'nationality', base: 'late', reinforcement: { drift: { words: ['good'] } } },
    },
  },
  undefined,
  'tiny/experiment.json',
);

test('what a stage reads of another is made by it, and the cache looks at it', () => {
  for (const { after, hashes } of [...Object.values(STAGES), OVERVIEW_REPORT]) {
    for (const { stage, files = [], drift } of after) {
      const read = drift ? [...files, 'drift.arrow'] : files;
      expect(STAGES[stage].makes).toEqual(expect.arrayContaining([...read]));
      for (const file of read) expect(matchesGlob(`apps/x/runs/${stage}/${file}`, hashes!), file).toBe(true);
    }
  }
});

test('no stage comes after one that is not before it', () => {
  for (const [i, name] of STAGE_NAMES.entries()) {
    for (const { stage } of STAGES[name].after) expect(STAGE_NAMES.indexOf(stage)).toBeLessThan(i);
  }
});

test('a run has stages, and the experiment as a whole', () => {
  expect(stagesOf(experiment, 'late')).toEqual(['pretrain', 'ablate']);
  expect(stagesOf(experiment, 'fair')).toEqual(['train', 'ablate']);
  expect(stagesOf(experiment)).toEqual(['analyze', 'report']);
});

const told = (...task: Parameters<typeof experimentTask>) =>
  experimentTask(...task)
    .before()
    .map(({ task: { project, stage }, policies, files }) =>
      [`${project}:${stage.name}`, ...(policies ? ['policies'] : []), ...files].join(' '),
    );

test('a task comes after those of its run, of its base, or of all runs, and reads files of each', () => {
  const run = { condition: 'biased', seed: 1 };
  expect(told(experiment, 'pretrain', { condition: 'late', seed: 1 })).toEqual([]);
  expect(told(experiment, 'train', run)).toEqual(['tiny-late-s1:pretrain policies']);
  expect(told(experiment, 'ablate', run)).toEqual(['tiny-biased-s1:train policies']);
  expect(told(experiment, 'ablate', { condition: 'late', seed: 0 })).toEqual([
    'tiny-late-s0:pretrain policies',
  ]);
  const seeds = (lines: readonly string[]) => lines.filter((line) => !line.includes('-s1:'));
  expect(seeds(told(experiment, 'analyze'))).toEqual([
    'tiny-base-s0:ablate interventions.arrow',
    'tiny-late-s0:ablate interventions.arrow',
    'tiny-fair-s0:train updates.arrow rollouts.arrow',
    'tiny-fair-s0:ablate interventions.arrow',
    'tiny-biased-s0:train updates.arrow rollouts.arrow drift.arrow',
    'tiny-biased-s0:ablate interventions.arrow',
  ]);
  expect(seeds(told(experiment, 'report')).at(-1)).toBe('tiny:analyze analysis.json');
  expect(seeds(told(experiment, 'report'))[0]).toBe('tiny-base-s0:pretrain policies');
});

test('a task tells its folder, its project and what names its run', () => {
  const train = experimentTask(experiment, 'train', { condition: 'biased', seed: 1 });
  expect(train).toMatchObject({ project: 'tiny-biased-s1', directory: 'tiny/runs/biased-s1/train' });
  expect(train.options).toEqual([
    ['condition', 'biased'],
    ['seed', '1'],
  ]);
  const pretrain = (condition: string) => experimentTask(experiment, 'pretrain', { condition, seed: 0 });
  expect(pretrain('base').options).toEqual([['seed', '0']]);
  expect(pretrain('late').options).toEqual([
    ['base', 'late'],
    ['seed', '0'],
  ]);
  const report = experimentTask(experiment, 'report');
  expect(report.run).toBeUndefined();
  expect(pageOf(report)).toBe('tiny/runs/report/report.html');
  expect(byStage(report).map(({ after, tasks }) => [after.stage, tasks.length])).toEqual([
    ['analyze', 1],
    ['train', 4],
    ['ablate', 8],
    ['pretrain', 4],
  ]);
});
