import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { changedFiles, digestOfAll, digestsOf } from './digests.ts';
import { excerptOf } from './excerpt.ts';
import { sharedFolder, submissionPaths } from './paths.ts';
import {
  newSubmission,
  type Queued,
  type Result,
  readEnvironment,
  readQueued,
  readRecord,
  readResults,
  resultPath,
  type SubmissionRecord,
  submissionsOf,
  writeEnvironment,
  writeQueued,
  writeRecord,
  writeResult,
} from './record.ts';
import { isOver, type QueueEntry, statusOf } from './status.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestige-submission-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const NEEDS = { seconds: null, memory: null, cores: 1, gpus: 0 };

const job = (task: string, level: number, after: string[] = []) => ({
  ...{ task, stage: task.split(':')[1]!, after, level },
  needs: NEEDS,
});

const RECORD: SubmissionRecord = {
  id: '2026-11-29-060452',
  project: 'x',
  report: 'x:report',
  named: ['apps/experiments/x/experiment.json'],
  scheduler: 'slurm',
  created: '2026-11-29T06:04:52.000Z',
  workspace: '/home/me/vestige',
  shared: '/home/me/vestige/.nx/shared',
  cache: null,
  digest: 'abc',
  links: [],
  plan: {
    jobs: [
      job('a:train', 0),
      job('b:train', 0),
      job('a:ablate', 1, ['a:train']),
      job('b:ablate', 1, ['b:train']),
      job('x:report', 2, ['a:ablate', 'b:ablate']),
    ],
    done: ['kernels:build'],
  },
};

const QUEUED: Queued = {
  arrays: {
    train: { id: '3', tasks: { '0': 'a:train', '1': 'b:train' } },
    ablate: { id: '4', tasks: { '0': 'a:ablate', '1': 'b:ablate' } },
    report: { id: null, tasks: { '0': 'x:report' } },
  },
};

const result = (task: string, fields: Partial<Result> = {}): Result => ({
  ...{ task, begun: '2026-11-29T06:05:00.000Z', ended: '2026-11-29T06:06:30.000Z', node: 'n1', job: '3_0' },
  ...{ outcome: 'made', ran: [task], reason: null, prepared: 1, took: 89, stageTook: 80 },
  ...fields,
});

const entry = (state: QueueEntry['state'], word = '', reason: string | null = null): QueueEntry => ({
  ...{ state, word, reason },
  node: state === 'waits' ? null : 'n2',
});

const states = (results: readonly Result[], entries: Readonly<Record<string, QueueEntry>>) =>
  statusOf(RECORD, QUEUED, results, new Map(Object.entries(entries)));

const told = (...given: Parameters<typeof states>) =>
  states(...given).map(
    ({ task, state, reason }) => `${task} ${state}${reason === null ? '' : `: ${reason}`}`,
  );

test('while it runs', () => {
  const entries = {
    'b:train': entry('runs', 'RUNNING'),
    'a:ablate': entry('waits', 'PENDING', 'Resources'),
    'b:ablate': entry('waits', 'PENDING', 'Dependency'),
    'x:report': entry('waits', 'PENDING', 'Dependency'),
  };
  const statuses = states([result('a:train')], entries);
  expect(statuses.map(({ task, state, reason, node }) => [task, state, reason, node])).toEqual([
    ['kernels:build', 'done', null, null],
    ['a:train', 'done', null, 'n1'],
    ['b:train', 'runs', null, 'n2'],
    ['a:ablate', 'waits', 'Resources', null],
    ['b:ablate', 'waits', 'Dependency', null],
    ['x:report', 'waits', 'Dependency', null],
  ]);
  expect(statuses[1]).toMatchObject({
    cached: false,
    attempts: 1,
    seconds: 90,
    place: { array: 'train', index: 0 },
  });
  expect(statuses[0]).toMatchObject({ cached: true, attempts: 0, place: null });
  expect(isOver(statuses)).toBe(false);
});

test('what failed says why, and what waited for it says for what', () => {
  const failed = result('a:train', { outcome: 'failed', reason: 'a.json: is damaged', ran: [] });
  const entries = {
    'a:train': entry('failed', 'FAILED'),
    'b:train': entry('failed', 'OUT_OF_MEMORY'),
    'a:ablate': entry('cancelled', 'CANCELLED', 'DependencyNeverSatisfied'),
  };
  const statuses = states([failed], entries);
  expect(told([failed], entries)).toEqual([
    'kernels:build done',
    'a:train failed: a.json: is damaged',
    'b:train failed: OUT_OF_MEMORY',
    'a:ablate cancelled: waited for a:train',
    'b:ablate cancelled: waited for b:train',
    'x:report cancelled: waited for a:ablate',
  ]);
  expect(isOver(statuses)).toBe(true);
});

test('a job that was put back into the queue waits again, whatever it left; one that was made is done', () => {
  const killed = result('a:train', { ended: null, outcome: null });
  const entries = {
    'a:train': entry('waits', 'PENDING', 'BeginTime'),
    'b:train': entry('failed', 'NODE_FAIL'),
  };
  expect(told([killed, result('b:train')], entries).slice(1, 3)).toEqual([
    'a:train waits: BeginTime',
    'b:train done',
  ]);
});

test('when the scheduler has forgotten it, what the jobs have written counts', () => {
  const results = [
    result('a:train', { outcome: 'interrupted', ran: [] }),
    result('b:train', { ended: null, outcome: null, ran: [] }),
    result('b:train', { begun: '2026-11-29T07:00:00.000Z', outcome: 'cached', ran: [] }),
    result('a:ablate', { ended: null, outcome: null, node: 'n7' }),
  ];
  expect(told(results, {})).toEqual([
    'kernels:build done',
    'a:train cancelled: stopped on n1',
    'b:train done',
    'a:ablate cancelled: waited for a:train',
    'b:ablate lost: is not queued, and left no result',
    'x:report cancelled: waited for a:ablate',
  ]);
  expect(states(results, {})[2]).toMatchObject({ cached: true, attempts: 2 });
  expect(told([result('a:train'), results[3]!], {})[3]).toBe('a:ablate lost: began on n7 and left no result');
});

test('a submission is found again as it was written; another version is told', () => {
  const { submissions } = sharedFolder(folder());
  expect(submissionsOf(submissions, 'x')).toEqual([]);
  const now = new Date(RECORD.created);
  const [first, second] = [1, 2].map(() => newSubmission(submissions, 'x', now));
  expect([first!.id, second!.id]).toEqual(['2026-11-29-060452', '2026-11-29-060452-2']);
  // Not before it has a record.
  expect(submissionsOf(submissions, 'x')).toEqual([]);
  for (const { directory } of [first!, second!]) writeRecord(directory, RECORD);
  expect(submissionsOf(submissions, 'x')).toEqual([second!.directory, first!.directory]);
  const { directory } = first!;
  expect(readRecord(directory)).toEqual(RECORD);
  expect(readQueued(directory)).toEqual({ arrays: {} });
  writeQueued(directory, QUEUED);
  expect(readQueued(directory)).toEqual(QUEUED);
  writeFileSync(submissionPaths(directory).record, JSON.stringify({ ...RECORD, scheduler: 'cron' }));
  expect(() => readRecord(directory)).toThrow(
    /submission\.json: field scheduler: .*another version of Vestige/,
  );
});

test('results stay one by one, in the order in which the jobs began', () => {
  const directory = folder();
  expect(readResults(directory)).toEqual([]);
  const later = result('b:train', { begun: '2026-11-29T07:00:00.000Z' });
  for (const one of [
    later,
    result('a/../b:train'),
    result('a:train', { begun: '2026-11-29T05:00:00.000Z' }),
  ]) {
    const path = resultPath(directory, one);
    writeResult(path, { ...one, ended: null, outcome: null });
    writeResult(path, one);
  }
  expect(readResults(directory).map(({ task }) => task)).toEqual(['a:train', 'a/../b:train', 'b:train']);
  expect(readdirSync(submissionPaths(directory).results)).toHaveLength(3);
});

test('nobody else reads the environment of the jobs', () => {
  const { directory } = newSubmission(sharedFolder(folder()).submissions, 'x', new Date());
  writeEnvironment(directory, { NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'secret' });
  expect(readEnvironment(directory)).toEqual({ NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 'secret' });
  expect(statSync(submissionPaths(directory).environment).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test('of a log, what complains; without a complaint, its end', () => {
  const log = join(folder(), 'log');
  const excerpt = (lines: string[]) => {
    writeFileSync(log, `${lines.join('\n')}\n\n`);
    return excerptOf(log, 2);
  };
  expect(excerptOf(`${log}.missing`)).toEqual([]);
  expect(excerpt(['one', 'two', 'three'])).toEqual(['two', 'three']);
  const complaint = '[2/2] x-a-s0: vestige: x.json: field seeds: expected a list';
  const generic =
    'vestige: the pipeline of x-a-s0 stopped (exit code 1): x-a-s0:train failed, and said why above';
  expect(excerpt([complaint, complaint, 'x-a-s0: 3/4', generic, 'from the cache: 1 of the tasks'])).toEqual([
    complaint,
  ]);
  const slurm = 'slurmstepd: error: Detected 1 oom_kill event in StepId=3.batch.';
  expect(excerpt(['x', slurm, 'y'])).toEqual([slurm]);
});

test('files that have changed since', () => {
  const root = folder();
  mkdirSync(join(root, 'b'));
  writeFileSync(join(root, 'a'), '1');
  writeFileSync(join(root, 'b/c'), '2');
  const digests = digestsOf(root, ['a', 'b/c']);
  expect(changedFiles(root, digests)).toEqual([]);
  writeFileSync(join(root, 'a'), '3');
  rmSync(join(root, 'b/c'));
  mkdirSync(join(root, 'b/c'));
  expect(changedFiles(root, digests)).toEqual(['a', 'b/c']);
  const { a, ...others } = digests;
  expect(digestOfAll({ ...others, a: a! })).toBe(digestOfAll(digests));
  expect(digestOfAll({ ...others, a: others['b/c']! })).not.toBe(digestOfAll(digests));
});
