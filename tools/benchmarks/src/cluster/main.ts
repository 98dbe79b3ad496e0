/**
 * Ten thousand runs on a thousand workers, simulated: requests to the cache, bytes, time lost to pre-emption.
 *
 *   node tools/benchmarks/src/cluster/main.ts [--workers N] [--start SECONDS] [--seed N] [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomStream } from '@vestige/random';
import { withResults } from '../section.ts';
import { digits, table } from '../table.ts';
import { type Cluster, type Outcome, simulate } from './simulate.ts';
import { runsIn, type Sweep, tasksOf } from './sweep.ts';

const DOCUMENT = join(import.meta.dirname, '../../../../docs/cluster.md');

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1000' },
    start: { type: 'string', default: '8' },
    seed: { type: 'string', default: '0' },
    write: { type: 'boolean', default: false },
  },
});

/** Of the full `loan`, measured: seconds of a core of this machine, and bytes of its stages as gzip packs them. */
const LOAN: Sweep['stages'] = {
  pretrain: { seconds: 60, bytes: 0.45e6 },
  train: { seconds: 40, bytes: 8.65e6 },
  ablate: { seconds: 12, bytes: 1.77e6 },
  analyze: { seconds: 60, bytes: 0.3e6 },
  report: { seconds: 5, bytes: 7.1e6 },
};

/** The same, ten times as long. */
const LONG = Object.fromEntries(
  Object.entries(LOAN).map(([stage, { seconds, bytes }]) => [stage, { seconds: 10 * seconds, bytes }]),
) as Sweep['stages'];

const GIGABIT = 1.25e8;

const CLUSTER: Cluster = {
  ...{ workers: Number(values.workers), start: Number(values.start) },
  ...{ bandwidth: 10 * GIGABIT, link: GIGABIT, latency: 0.005 },
  // Slurm holds a job that it has requeued for two minutes.
  ...{ preemptions: 0, requeue: 120, checkpoint: 60 },
};

/** 10,000 runs as a hundred experiments, and as one. */
const EXPERIMENTS: Sweep = { experiments: 100, conditions: 9, seeds: 10, stages: LOAN };
const WHOLE: Sweep = { experiments: 1, conditions: 99, seeds: 100, stages: LOAN };

const HEADINGS = [
  'sweep',
  'ends after, min',
  'of the least',
  'workers at work',
  'starting',
  'moving',
  'lost',
  'pre-empted',
  'GET',
  'a second, most',
  'taken, GB',
];

function row(name: string, sweep: Sweep, cluster: Partial<Cluster>): string[] {
  const tasks = tasksOf(sweep);
  const all = { ...CLUSTER, ...cluster };
  const outcome = simulate(tasks, all, randomStream(Number(values.seed), 'cluster'));
  const least = leastTime(sweep, all.workers);
  const { makespan, worked, lost, starting, moving, preempted, gets, taken, peak } = outcome;
  return [
    name,
    digits(makespan / 60),
    digits(makespan / least),
    ...[share(outcome, worked), share(outcome, starting), share(outcome, moving), share(outcome, lost)],
    ...[preempted, gets, peak].map((count) => count.toLocaleString('en')),
    digits(taken / 1e9),
  ];
}

/** Seconds in which the work could be done: a share of it for each worker, and no less than its longest chain. */
function leastTime(sweep: Sweep, workers: number): number {
  const tasks = tasksOf(sweep);
  const ends: number[] = [];
  let work = 0;
  for (const { after, seconds } of tasks) {
    work += seconds;
    ends.push(seconds + after.reduce((latest, before) => Math.max(latest, ends[before]!), 0));
  }
  return Math.max(
    work / workers,
    ends.reduce((latest, end) => Math.max(latest, end), 0),
  );
}

/** Of the time that workers were held by jobs. */
function share({ worked, lost, starting, moving }: Outcome, seconds: number): string {
  return `${((100 * seconds) / (worked + lost + starting + moving)).toFixed(1)} %`;
}

const long = { ...EXPERIMENTS, stages: LONG };
const rows = [
  row('100 experiments', EXPERIMENTS, {}),
  row('100 experiments, 1 Gbit/s', EXPERIMENTS, { bandwidth: GIGABIT }),
  row('one experiment', WHOLE, {}),
  row('one experiment, 1 Gbit/s', WHOLE, { bandwidth: GIGABIT }),
  row('100 long experiments', long, {}),
  ...[0.1, 1, 6].flatMap((preemptions) =>
    [60, Infinity].map((checkpoint) =>
      row(
        `long, ${preemptions} pre-emptions an hour, ${checkpoint === 60 ? 'checkpoints' : 'without'}`,
        long,
        { preemptions, checkpoint },
      ),
    ),
  ),
];
const text = [
  `${runsIn(EXPERIMENTS).toLocaleString('en')} runs on ${CLUSTER.workers.toLocaleString('en')} workers of one core; jobs start within ${CLUSTER.start} s; the cache serves 10 Gbit/s, a worker takes 1 Gbit/s, a request costs 5 ms; seed ${values.seed}.`,
  table(HEADINGS, rows),
].join('\n\n');
console.log(text);
if (values.write) writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), text, 'simulation'));
