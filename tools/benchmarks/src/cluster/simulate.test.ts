import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { type Cluster, simulate } from './simulate.ts';
import { runsIn, type Sweep, type Task, tasksOf } from './sweep.ts';

const CLUSTER: Cluster = {
  ...{ workers: 10, start: 0, bandwidth: Infinity, link: 1e9, latency: 0 },
  ...{ preemptions: 0, requeue: 0, checkpoint: Infinity },
};
const COST = { seconds: 60, bytes: 1e6 };
const SWEEP: Sweep = {
  ...{ experiments: 2, conditions: 3, seeds: 5 },
  stages: { pretrain: COST, train: COST, ablate: COST, analyze: COST, report: COST },
};

const alone = (count: number, seconds: number): Task[] =>
  Array.from({ length: count }, () => ({ after: [], needs: [], seconds, bytes: 0 }));
const run = (tasks: readonly Task[], cluster: Partial<Cluster>, seed = 0) =>
  simulate(tasks, { ...CLUSTER, ...cluster }, randomStream(seed, 'simulation'));

test('a sweep has the tasks of its runs', () => {
  expect(runsIn(SWEEP)).toBe(40);
  // A stage before each ablation, and two for each experiment.
  expect(tasksOf(SWEEP)).toHaveLength(2 * 40 + 2 * 2);
});

test('without costs, tasks take what they take, over the workers', () => {
  expect(run(alone(100, 60), {})).toMatchObject({
    makespan: 600,
    worked: 6000,
    lost: 0,
    gets: 100,
    puts: 100,
  });
  const { worked, makespan } = run(tasksOf(SWEEP), { workers: 1000 });
  expect(worked).toBe(84 * 60);
  // Five stages, one after the other; and the bytes that move.
  expect(makespan).toBeGreaterThan(300);
  expect(makespan).toBeLessThan(301);
});

test('whoever moves bytes at once shares the bandwidth', () => {
  const tasks = alone(10, 0).map((task) => ({ ...task, bytes: 1e6 }));
  expect(run(tasks, { bandwidth: 1e6 }).makespan).toBeCloseTo(10, 6);
  expect(run(tasks, { bandwidth: 1e6, workers: 1 }).makespan).toBeCloseTo(10, 6);
  expect(run(tasks, { link: 1e6 }).makespan).toBeCloseTo(1, 6);
});

test('what a node has had is not asked for again', () => {
  const sweep = tasksOf({ ...SWEEP, experiments: 1, seeds: 1 });
  const { gets, taken } = run(sweep, { workers: 1 });
  expect(gets).toBe(sweep.length);
  expect(taken).toBe(0);
});

test.each([Infinity, 60])(
  'work is lost to pre-emptions as it has to be, with checkpoints after %s s',
  (c) => {
    // A task of T seconds that begins anew at each event of rate r takes (exp(rT) - 1) / r in the mean; one with checkpoints
    // does so for each stretch between them.
    const [rate, seconds, count] = [6 / 3600, 600, 4000];
    const { worked, lost } = run(alone(count, seconds), { preemptions: 6, checkpoint: c, workers: 1000 });
    expect(worked).toBeCloseTo(count * seconds, 3);
    const stretch = Math.min(c, seconds);
    const expected = ((seconds / stretch) * Math.expm1(rate * stretch)) / rate;
    expect((worked + lost) / count / expected).toBeCloseTo(1, 1.5);
  },
);

test('the same seed gives the same outcome', () => {
  const preempted = { preemptions: 30, checkpoint: 20, start: 5, bandwidth: 1e7, requeue: 10 };
  expect(run(tasksOf(SWEEP), preempted)).toEqual(run(tasksOf(SWEEP), preempted));
  expect(run(tasksOf(SWEEP), preempted, 1)).not.toEqual(run(tasksOf(SWEEP), preempted));
});
