import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { submissionPaths } from '../submission/paths.ts';
import {
  readResults,
  type SubmissionRecord,
  writeEnvironment,
  writeFiles,
  writeQueued,
  writeRecord,
} from '../submission/record.ts';
import { type JobTools, runJob } from './runJob.ts';

const TASK = 'x-a-s0:train';
const VESTIGE = 'apps/cli/src/vestige.js';

/** What the command line of the snapshot does, in the place of running the task. */
const SCRIPTS = {
  made: `process.send({ ran: ['${TASK}'], stageTook: 2.5, reason: null, folders: [] });`,
  cached: `process.send({ ran: [], stageTook: null, reason: null, folders: [] });`,
  complains: `process.send({ ran: [], stageTook: null, reason: 'x.json: is damaged', folders: [] }, () => process.exit(1));`,
  fails: 'process.exit(3);',
  dies: `process.kill(process.pid, 'SIGKILL');`,
  waits: `process.on('SIGTERM', () => process.exit(130)); setInterval(() => {}, 1000);
    require('node:fs').writeFileSync('begun', '');`,
  tells: `require('node:fs').writeFileSync('told', JSON.stringify({ words: process.argv.slice(2), env: process.env }));
    process.send({ ran: [], stageTook: null, reason: null, folders: [] });`,
};

let machine: string;
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'vestige-machine-'));
  vi.stubEnv('TMPDIR', machine);
  vi.stubEnv('NX_SELF_HOSTED_REMOTE_CACHE_SERVER', 'http://of-the-shell');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(machine, { recursive: true });
  });
});

/** A submission of one job, whose snapshot runs a script. */
function submission(script: keyof typeof SCRIPTS, fields: Partial<SubmissionRecord> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'vestige-submission-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { snapshot } = submissionPaths(directory);
  mkdirSync(join(snapshot, dirname(VESTIGE)), { recursive: true });
  writeFileSync(join(snapshot, VESTIGE), SCRIPTS[script]);
  writeFiles(directory, { [VESTIGE]: '' });
  writeEnvironment(directory, { MY_KEY: 'secret' });
  writeQueued(directory, { arrays: { train: { id: '3', tasks: { '4': TASK } } } });
  writeRecord(directory, {
    ...{
      id: '1',
      project: 'x',
      report: 'x:report',
      named: ['apps/experiments/x/experiment.json', '--preset', 'quick'],
    },
    ...{ scheduler: 'slurm', created: '2026-01-01T00:00:00.000Z', workspace: '/nowhere', shared: '/shared' },
    ...{ cache: null, digest: script, links: [], plan: { jobs: [], done: [] } },
    ...fields,
  });
  return directory;
}

/** The workspace of the only job of this machine; undefined if there is none yet. */
function workspace(): string | undefined {
  const folder = join(machine, `vestige-${process.getuid!()}`);
  const [key] = existsSync(folder) ? readdirSync(folder) : [];
  return key && join(folder, key, '0/workspace');
}

const hasBegun = () => existsSync(join(workspace() ?? '', 'begun'));

const tools = (more: Partial<JobTools> = {}): JobTools => ({
  requeue: () => {
    throw new Error('nobody asked for it');
  },
  notice: 'SIGUSR2',
  log: () => {},
  ...more,
});

const run = (directory: string, more?: Partial<JobTools>, index = 4) =>
  runJob({ directory, array: 'train', index, job: '3_4', restarts: 0 }, tools(more));

test.each([
  ['made', 0, { outcome: 'made', ran: [TASK], reason: null, stageTook: 2.5 }],
  ['cached', 0, { outcome: 'cached', ran: [], reason: null, stageTook: null }],
  ['complains', 1, { outcome: 'failed', reason: 'x.json: is damaged' }],
  ['fails', 1, { outcome: 'failed', reason: 'ended by exit code 3' }],
  ['dies', 1, { outcome: 'failed', reason: 'ended by SIGKILL' }],
] as const)('a task that %s', async (script, code, expected) => {
  const directory = submission(script);
  expect(await run(directory)).toBe(code);
  expect(readResults(directory)).toEqual([
    expect.objectContaining({ task: TASK, job: '3_4', ended: expect.any(String), ...expected }),
  ]);
});

test('the task is named, and has the given variables, the folder of results, and those of no shell', async () => {
  const directory = submission('tells', { cache: '/shared/cache' });
  expect(await run(directory)).toBe(0);
  const root = workspace()!;
  const { words, env } = JSON.parse(readFileSync(join(root, 'told'), 'utf8'));
  expect(words).toEqual(['task', 'apps/experiments/x/experiment.json', '--preset', 'quick', '--task', TASK]);
  expect(env).toMatchObject({
    MY_KEY: 'secret',
    VESTIGE_PROGRESS: '/shared/progress',
    VESTIGE_CACHE_DIR: '/shared/cache',
    NX_CACHE_DIRECTORY: join(root, '.nx/cache'),
  });
});

test.each(['SIGTERM', 'SIGUSR2'] as const)('%s while it runs', async (signal) => {
  const directory = submission('waits');
  const job = run(directory);
  while (!hasBegun()) await setTimeout(20);
  expect(readResults(directory)).toMatchObject([{ outcome: null, ended: null }]);
  process.emit(signal, signal);
  if (signal === 'SIGUSR2') {
    // Told within its first minute, it goes on: to be put back into the queue would bring it nowhere.
    await setTimeout(200);
    expect(readResults(directory)).toMatchObject([{ outcome: null }]);
    process.emit('SIGTERM', 'SIGTERM');
  }
  expect(await job).toBe(130);
  expect(readResults(directory)).toMatchObject([{ outcome: 'interrupted', reason: null }]);
});

test('shortly before its time is up, a job is put back into the queue', async () => {
  const directory = submission('waits');
  const requeued = vi.fn();
  const job = run(directory, { requeue: requeued });
  while (!hasBegun()) await setTimeout(20);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + 61_000);
  onTestFinished(() => void vi.restoreAllMocks());
  process.emit('SIGUSR2', 'SIGUSR2');
  await job;
  expect(requeued).toHaveBeenCalledOnce();
  expect(readResults(directory)).toMatchObject([{ outcome: 'requeued' }]);
});

test('a job that cannot begin says why; one that is none is told', async () => {
  const directory = submission('made');
  rmSync(submissionPaths(directory).snapshot, { recursive: true });
  await expect(run(directory)).rejects.toThrow('ENOENT');
  expect(readResults(directory)).toMatchObject([
    { outcome: 'failed', reason: expect.stringContaining('ENOENT') },
  ]);
  await expect(run(directory, {}, 5)).rejects.toThrow('there is no task 5 of train');
});
