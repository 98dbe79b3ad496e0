import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Needs, type Plan, planOf } from '../plan/plan.ts';
import type { TaskGraph } from '../plan/taskGraph.ts';
import { arraysOf, type JobArray } from './arrays.ts';
import { readQueue } from './queue.ts';
import { indexRanges, type JobCommand, sbatchWords, scriptOf } from './sbatch.ts';
import { largestArray, queueArrays, requeueThisJob, slurmEntries } from './slurm.ts';

const NEEDS: Needs = { seconds: null, memory: null, cores: 1, gpus: 0 };

/** An experiment of one base: its conditions and seeds. */
function experiment(conditions: number, seeds: number): TaskGraph {
  const graph = new Map<string, string[]>();
  const runs: string[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    graph.set(`x-base-s${seed}:pretrain`, []);
    for (let c = 0; c < conditions; c++) {
      graph.set(`x-c${c}-s${seed}:train`, [`x-base-s${seed}:pretrain`]);
      graph.set(`x-c${c}-s${seed}:ablate`, [`x-c${c}-s${seed}:train`]);
      runs.push(`x-c${c}-s${seed}:ablate`);
    }
  }
  graph.set('x:analyze', runs);
  graph.set('x:report', ['x:analyze', ...runs]);
  return graph;
}

const planned = (graph: TaskGraph, done: readonly string[] = []): Plan =>
  planOf(graph, new Set(done), () => NEEDS);

/** `name of those it waits for: tasks by index`, for a reader. */
const told = (arrays: readonly JobArray[]) =>
  arrays.map(({ name, tasks, after }) => {
    const waits =
      after.kind === 'aftercorr'
        ? `each of ${after.array}`
        : after.elements.map(({ array, index }) => (index === null ? array : `${array}[${index}]`)).join(' ');
    return `${name} after ${waits}: ${[...tasks].map(([index, task]) => `${index} ${task}`).join(', ')}`;
  });

test('few conditions under several seeds: arrays whose elements wait for each other', () => {
  expect(told(arraysOf(planned(experiment(1, 3)), 1000))).toEqual([
    'pretrain after : 0 x-base-s0:pretrain, 1 x-base-s1:pretrain, 2 x-base-s2:pretrain',
    'train after each of pretrain: 0 x-c0-s0:train, 1 x-c0-s1:train, 2 x-c0-s2:train',
    'ablate after each of train: 0 x-c0-s0:ablate, 1 x-c0-s1:ablate, 2 x-c0-s2:ablate',
    'analyze after ablate: 0 x:analyze',
    'report after analyze: 0 x:report',
  ]);
});

test('a sweep of many conditions under few seeds: an array for each seed, after the element of that seed', () => {
  const arrays = arraysOf(planned(experiment(5, 2)), 1000);
  expect(told(arrays).map((line) => line.split(':')[0])).toEqual([
    'pretrain after ',
    'train after pretrain[0]',
    'train-2 after pretrain[1]',
    'ablate after each of train',
    'ablate-2 after each of train-2',
    'analyze after ablate ablate-2',
    'report after analyze',
  ]);
});

test('where some is done, indices are those of what is waited for', () => {
  const done = [
    'x-base-s0:pretrain',
    'x-base-s1:pretrain',
    'x-base-s2:pretrain',
    'x-c0-s1:train',
    'x-c0-s1:ablate',
  ];
  expect(told(arraysOf(planned(experiment(1, 3), done), 1000))).toEqual([
    'train after : 0 x-c0-s0:train, 1 x-c0-s2:train',
    'ablate after each of train: 0 x-c0-s0:ablate, 1 x-c0-s2:ablate',
    'analyze after ablate: 0 x:analyze',
    'report after analyze: 0 x:report',
  ]);
});

test('more jobs than an array may have are several', () => {
  const arrays = arraysOf(planned(experiment(25, 1)), 10);
  expect(arrays.map(({ name, tasks }) => [name, tasks.size])).toEqual([
    ['pretrain', 1],
    ['train', 10],
    ['train-2', 10],
    ['train-3', 5],
    ['ablate', 10],
    ['ablate-2', 10],
    ['ablate-3', 5],
    ['analyze', 1],
    ['report', 1],
  ]);
  expect(arrays.flatMap(({ tasks }) => [...tasks.keys()]).every((index) => index < 10)).toBe(true);
});

test('jobs of one stage that need other machines are another array; an array asks for the most of its jobs', () => {
  const graph: TaskGraph = new Map([
    ['a:ablate', []],
    ['b:ablate', []],
    ['c:ablate', []],
  ]);
  const plan = planOf(graph, new Set(), (task) => ({
    ...NEEDS,
    gpus: task === 'b:ablate' ? 1 : 0,
    memory: task === 'c:ablate' ? 5 : 3,
  }));
  expect(
    arraysOf(plan, 1000).map(({ tasks, needs }) => [[...tasks.values()], needs.gpus, needs.memory]),
  ).toEqual([
    [['a:ablate', 'c:ablate'], 0, 5],
    [['b:ablate'], 1, 3],
  ]);
});

/** Tasks of three stages, of which each may wait for any before it. */
const graphs = fc
  .array(fc.record({ stage: fc.constantFrom('x', 'y', 'z'), before: fc.array(fc.nat(), { maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((tasks): TaskGraph => {
    const names = tasks.map(({ stage }, i) => `t${i}:${stage}`);
    return new Map(
      tasks.map(({ before }, i) => [names[i]!, i === 0 ? [] : before.map((pick) => names[pick % i]!)]),
    );
  });

test('whatever the graph: each job waits for just those that it waits for in the plan', () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 1, max: 5 }), (graph, largest) => {
      const plan = planned(graph);
      const arrays = arraysOf(plan, largest);
      const byName = new Map(arrays.map((array) => [array.name, array]));
      expect(byName.size).toBe(arrays.length);
      expect(arrays.flatMap(({ tasks }) => [...tasks.values()]).sort()).toEqual(
        plan.jobs.map(({ task }) => task).sort(),
      );
      const after = new Map(plan.jobs.map((job) => [job.task, job.after]));
      const before = new Set<string>();
      for (const array of arrays) {
        expect(array.tasks.size).toBeLessThanOrEqual(largest);
        for (const [index, task] of array.tasks) {
          expect(index).toBeLessThan(largest);
          const waits =
            array.after.kind === 'aftercorr'
              ? [byName.get(array.after.array)!.tasks.get(index)!]
              : array.after.elements.flatMap(({ array: name, index }) =>
                  index === null
                    ? [...byName.get(name)!.tasks.values()]
                    : [byName.get(name)!.tasks.get(index)!],
                );
          expect(waits.sort()).toEqual(after.get(task));
          expect(waits.every((one) => before.has(one))).toBe(true);
        }
        for (const task of array.tasks.values()) before.add(task);
      }
    }),
  );
});

const COMMAND: JobCommand = {
  words: ['/opt/node/bin/node', '/shared/100% "mine"/it\'s/vestige.js', 'job', '/shared/$(rm -rf)/`x`'],
  logs: '/shared/100% mine/logs',
  project: 'loan-quick',
};

const ARRAY: JobArray = {
  name: 'train-2',
  stage: 'train',
  tasks: new Map([
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
    [5, 'd'],
    [8, 'e'],
    [9, 'f'],
  ]),
  after: {
    kind: 'afterok',
    elements: [
      { array: 'pretrain', index: 3 },
      { array: 'other', index: null },
    ],
  },
  needs: { seconds: 10, memory: 3 * 2 ** 30 + 1, cores: 4, gpus: 2 },
};

const ids: Record<string, string> = { pretrain: '17', other: '21' };

test('what sbatch is asked for', () => {
  const options = {
    partition: 'gpu',
    account: 'mine',
    time: '2:00:00',
    sbatch: ['--qos=low prio', '--nice'],
  };
  expect(sbatchWords(ARRAY, options, COMMAND, (name) => ids[name]!)).toEqual([
    '--parsable',
    '--job-name=loan-quick:train-2',
    '--array=0-2,5,8-9',
    '--dependency=afterok:17_3:21',
    '--kill-on-invalid-dep=yes',
    '--requeue',
    '--open-mode=append',
    '--signal=B:USR2@120',
    '--output=/shared/100%% mine/logs/train-2.%a.log',
    '--export=ALL',
    '--ntasks=1',
    '--cpus-per-task=4',
    '--mem=3073M',
    '--gpus=2',
    '--partition=gpu',
    '--account=mine',
    '--time=2:00:00',
    '--qos=low prio',
    '--nice',
  ]);
  const words = sbatchWords(
    { ...ARRAY, after: { kind: 'aftercorr', array: 'pretrain' }, needs: NEEDS },
    { sbatch: [] },
    COMMAND,
    (name) => ids[name]!,
  );
  expect(words).toContain('--dependency=aftercorr:17');
  expect(words.filter((word) => /^--(mem|gpus|partition|account|time)/.test(word))).toEqual([]);
  const first = { ...ARRAY, after: { kind: 'afterok', elements: [] } } as const;
  expect(sbatchWords(first, { sbatch: [] }, COMMAND, () => '').join(' ')).not.toContain('--dependency');
});

test('the script becomes the job; no word of it is obeyed by the shell', () => {
  expect(scriptOf(ARRAY, COMMAND)).toBe(
    `#!/bin/sh\nexec '/opt/node/bin/node' '/shared/100% "mine"/it'\\''s/vestige.js' 'job' '/shared/$(rm -rf)/\`x\`' 'train-2'\n`,
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0')),
        { minLength: 1 },
      ),
      (given) => {
        // A shell cannot say what is half a character.
        const words = given.map((word) => word.toWellFormed());
        const script = scriptOf(ARRAY, { ...COMMAND, words: ['printf', '%s\\0', ...words] });
        expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')).toEqual([
          ...words,
          'train-2',
          '',
        ]);
      },
    ),
    { numRuns: 30 },
  );
});

test('indices are named in ranges', () => {
  expect(indexRanges([3, 1, 2, 7])).toBe('1-3,7');
  expect(indexRanges([0])).toBe('0');
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1 }), (indices) => {
      const read = indexRanges(indices)
        .split(',')
        .flatMap((range) => {
          const [from, to = from] = range.split('-').map(Number);
          return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
        });
      expect(read).toEqual(indices.toSorted((a, b) => a - b));
    }),
  );
});

test('what squeue and sacct say', () => {
  const said = [
    '17_0|COMPLETED|n1|None',
    '17_1|RUNNING|n2|None',
    '18_0|PENDING||Dependency',
    '18_1|PENDING|(null)|ReqNodeNotAvail, UnavailableNodes:n[1-2]',
    '18_2|CANCELLED by 1000|None assigned|None',
    '18_3|OUT_OF_MEMORY|n1|OutOfMemory',
    '18_4|NODE_FAIL|n1|NodeDown',
    '18_5|CANCELLED|n1|DependencyNeverSatisfied',
    '18_6|COMPLETING|n1|None',
    '18_7|CANCELLED+|n1|None',
    '19|RUNNING|n1|None',
    '20_[0-3]|PENDING||Priority',
    '17_0.batch|COMPLETED|n1|',
    'slurm_load_jobs error: Invalid job id specified',
    '',
  ];
  expect(
    readQueue(said.join('\n')).map(({ id, state, word, node, reason }) => [id, state, word, node, reason]),
  ).toEqual([
    ['17_0', 'done', 'COMPLETED', 'n1', null],
    ['17_1', 'runs', 'RUNNING', 'n2', null],
    ['18_0', 'waits', 'PENDING', null, 'Dependency'],
    ['18_1', 'waits', 'PENDING', null, 'ReqNodeNotAvail, UnavailableNodes:n[1-2]'],
    ['18_2', 'cancelled', 'CANCELLED', null, null],
    ['18_3', 'failed', 'OUT_OF_MEMORY', 'n1', 'OutOfMemory'],
    ['18_4', 'failed', 'NODE_FAIL', 'n1', 'NodeDown'],
    ['18_5', 'cancelled', 'CANCELLED', 'n1', 'DependencyNeverSatisfied'],
    ['18_6', 'runs', 'COMPLETING', 'n1', null],
    ['18_7', 'cancelled', 'CANCELLED', 'n1', null],
  ]);
});

/** Commands that stand in for Slurm's, on the path of this test. */
function commands(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-slurm-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', [folder, process.env.PATH].join(delimiter));
  return folder;
}

test('arrays are queued in order; if one is refused, those before it are cancelled', async () => {
  const folder = commands({
    sbatch: `case "$*" in *:ablate*) echo 'sbatch: error: Batch job submission failed: Invalid account' >&2; exit 1;; esac
case "$*" in *:train*) echo '18;here';; *) echo 17;; esac`,
    scancel: 'echo "$@" >>"$(dirname "$0")/cancelled"',
  });
  const arrays = arraysOf(planned(experiment(1, 1)), 1000);
  const queued: string[] = [];
  const queueing = queueArrays(
    arrays,
    () => ({ sbatch: [] }),
    COMMAND,
    process.env,
    (array, id) => queued.push(`${array} ${id}`),
  );
  await expect(queueing).rejects.toThrow('sbatch failed: Batch job submission failed: Invalid account');
  expect(queued).toEqual(['pretrain 17', 'train 18']);
  expect(readFileSync(join(folder, 'cancelled'), 'utf8')).toBe('--quiet 17 18\n');
});

test('a job puts itself back into the queue, and not its array', () => {
  const folder = commands({ scontrol: 'echo "$@" >"$(dirname "$0")/asked"' });
  vi.stubEnv('SLURM_JOB_ID', '17');
  vi.stubEnv('SLURM_ARRAY_JOB_ID', '17');
  vi.stubEnv('SLURM_ARRAY_TASK_ID', '2');
  requeueThisJob();
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('requeue 17_2\n');
});

test('without Slurm, a line says so', async () => {
  vi.stubEnv('PATH', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(slurmEntries({ arrays: { train: { id: '3', tasks: { '0': 'a' } } } })).rejects.toThrow(
    'squeue is not on the path; expected a machine from which jobs are queued in Slurm',
  );
});

test('a cluster without accounting knows what is in the queue; with it, what has left it too', async () => {
  const queue = `printf '3_1|RUNNING|n1|None\\n9_0|RUNNING|n1|None\\n'`;
  const queued = {
    arrays: { train: { id: '3', tasks: { '0': 'a', '1': 'b' } }, ablate: { id: null, tasks: { '0': 'c' } } },
  };
  commands({ squeue: queue, sacct: 'echo "Slurm accounting storage is disabled" >&2; exit 1' });
  expect([...(await slurmEntries(queued))].map(([task, { state }]) => [task, state])).toEqual([
    ['b', 'runs'],
  ]);
  commands({ squeue: queue, sacct: `printf '3_0|TIMEOUT|n2|TimeLimit\\n3_1|PENDING||\\n'` });
  expect([...(await slurmEntries(queued))].map(([task, { state, word }]) => [task, state, word])).toEqual([
    ['a', 'failed', 'TIMEOUT'],
    ['b', 'runs', 'RUNNING'],
  ]);
});

test('a cluster that does not answer is told with what names it', async () => {
  commands({ scontrol: "echo 'scontrol: error: resolve_ctls_from_dns_srv: Unknown host' >&2; exit 1" });
  await expect(largestArray()).rejects.toThrow(
    'scontrol failed: resolve_ctls_from_dns_srv: Unknown host; expected a cluster that runs, named by SLURM_CONF or /etc/slurm/slurm.conf',
  );
});
