import { describe, expect, test } from 'vitest';
import { pipelineLines } from './pipelineLines.ts';

/** As Nx prints them with `--outputStyle=stream`, two side by side. */
const OUTPUT = `
 NX   Running target report for project loan-quick and 9 tasks it depends on:

> nx run kernels:build

> nx run explorer:build  [local cache]

explorer: built in 2.40s (2s)

> nx run loan-quick-base-s0:pretrain

loan-quick-base-s0: pretraining: 134/300 steps, 13.3/s, 12s left · loss 0.655
loan-quick-base-s0: pretraining: 300 steps, loss 0.534 nats a token (23s)

> nx run loan-quick-biased-s0:train


> nx run loan-quick-fair-s0:train

loan-quick-biased-s0: reinforcement learning: 38/200 steps, 3.8/s, 43s left · reward 0.500 · length 9.0
loan-quick-fair-s0: reinforcement learning: 35/200 steps, 3.4/s, 48s left · reward 0.961 · length 11.2
loan-quick-biased-s0: reinforcement learning: solved after 80 steps: own 0.988, now 1.000 (18s)

> nx run loan-quick-base-s0:ablate  [existing outputs match the cache, left as is]

loan-quick-fair-s0: reinforcement learning: solved after 70 steps: own 0.961, now 0.520 (1m18s)

> nx run loan-quick-biased-s0:ablate

loan-quick-biased-s0: ablation: 9 checkpoints, 27136 answers (18s)

> nx run loan-quick-fair-s0:ablate

loan-quick-fair-s0: ablation: 8 checkpoints, 25472 answers (12s)

> nx run loan-quick:analyze

loan-quick: analysis: 3 runs, 3283 estimates (14s)

> nx run loan-quick:report

loan-quick: report: apps/experiments/loan/runs/quick/report/report.html (0s)
`.split('\n');

test('of the tasks of a pipeline those are counted that are done, not those that have begun', () => {
  const lines = pipelineLines(['loan-quick']);
  const told = OUTPUT.map((line) => lines.told(line)).filter((line) => line !== undefined);
  expect(
    told.map((line) => line.replace(/: (\S+).*?( \(\d.*\))?$/, (_, stage, end = '') => ` ${stage}${end}`)),
  ).toEqual([
    '[2/10] loan-quick-base-s0 pretraining:',
    '[3/10] loan-quick-base-s0 pretraining: (23s)',
    '[3/10] loan-quick-biased-s0 reinforcement',
    '[3/10] loan-quick-fair-s0 reinforcement',
    '[4/10] loan-quick-biased-s0 reinforcement (18s)',
    '[6/10] loan-quick-fair-s0 reinforcement (1m18s)',
    '[7/10] loan-quick-biased-s0 ablation: (18s)',
    '[8/10] loan-quick-fair-s0 ablation: (12s)',
    '[9/10] loan-quick analysis: (14s)',
    '[10/10] loan-quick report: (0s)',
  ]);
  expect(lines.cached).toBe(2);
  expect(lines.heldBack).toEqual([OUTPUT[1]]);
});

test('what a stage says that was restored is not told again', () => {
  const lines = pipelineLines(['loan']);
  lines.told('> nx run loan-base-s0:pretrain  [local cache]');
  expect(lines.told('loan-base-s0 says something without a colon')).toBeUndefined();
  lines.told('pretraining: 300 steps, loss 0.534 nats a token (23s)');
  expect(lines.heldBack).toEqual([]);
});

describe('why a pipeline stopped', () => {
  const failureOf = (output: string) => {
    const lines = pipelineLines(['mini']);
    for (const line of output.split('\n')) lines.told(line);
    return lines;
  };

  test('names the tasks that failed, and keeps what they said', () => {
    const { failure, complaints, heldBack } = failureOf(`
 NX   Running target report for project mini and 9 tasks it depends on:
> nx run mini-fair-s0:ablate
mini-fair-s0: vestige: runs/fair-s0/train: was made with seed 1; expected 0
 NX   Running target report for project mini and 9 tasks it depends on failed
Tasks not run because their dependencies failed, --nx-bail=true, or their batch ended before reaching them:
- mini:report
Failed tasks:
- mini-biased-s0:ablate
- mini-fair-s0:ablate
Hint: run the command with --verbose for more details.`);
    expect(failure).toBe('mini-biased-s0:ablate, mini-fair-s0:ablate failed, and said why above');
    expect(complaints).toEqual(['runs/fair-s0/train: was made with seed 1; expected 0']);
    expect(heldBack).toContain('- mini-biased-s0:ablate');
  });

  test('keeps back what Nx says where each task has said why it failed', () => {
    const { failure, heldBack } = failureOf(`
> nx run mini-fair-s0:ablate
mini-fair-s0: vestige: runs/fair-s0/train: was made with seed 1; expected 0
 NX   Running target report for project mini and 9 tasks it depends on failed
Failed tasks:
- mini-fair-s0:ablate
Hint: run the command with --verbose for more details.`);
    expect(failure).toBe('mini-fair-s0:ablate failed, and said why above');
    expect(heldBack).toEqual([]);
  });

  test.each([
    [
      ' NX   Could not find project mini\nPass --verbose.',
      /^no stage failed; Nx says: Could not find project/,
    ],
    ['something else', /^no stage failed; Nx says: something else$/],
    ['', /^no stage failed; Nx says: nothing$/],
    [
      ' NX   DB transaction error: SqliteFailure(Error { code: Unknown }, Some("no such table: task_details"))',
      /^Nx's index of its cache is damaged; `npx nx reset` empties the cache/,
    ],
  ])('tells what Nx says where no stage did: %j', (output, told) => {
    expect(failureOf(output).failure).toMatch(told);
  });
});
