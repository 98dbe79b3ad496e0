import { type Experiment, experimentTask, resolveExperiment } from '@vestige/experiment';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { complaint } from '../testing/inProcess.ts';
import { duration } from './duration.ts';
import { jobVariables, openVariables } from './environment.ts';
import { requestsOf, type TypedRequest } from './requests.ts';
import { cacheOf, requestOf, sharedOf, wordsOf } from './typed.ts';
import { pipelineOf } from './whole.ts';

const TINY = {
  name: 'tiny',
  title: 'Tiny',
  environment: { kind: 'loan' },
  base: { rule: 'factors' },
  conditions: { fair: { rule: 'factors' } },
};
const QUESTIONS = { kind: 'questions', file: 'questions.jsonl', maxTokens: 80 };
const GIVEN = {
  ...{ name: 'given', title: 'Given', environment: QUESTIONS },
  policies: {
    file: { rule: 'answer', gguf: 'model.gguf', language: { threads: 8, gpu: true } },
    server: { rule: 'answer', endpoint: { url: 'http://127.0.0.1:1/v1', model: 'm', key: 'MY_SERVER' } },
  },
};

const resolve = (json: { readonly name: string }, cluster?: object) =>
  resolveExperiment({ ...json, ...(cluster && { cluster }) }, undefined, `/${json.name}/experiment.json`);
const nothing: TypedRequest = {};

afterEach(() => void vi.unstubAllEnvs());

describe('what jobs ask for', () => {
  const run = { condition: 'fair', seed: 0 };

  test('as the file says, for a stage as it says of that, and as typed before all', () => {
    const experiment = resolve(TINY, {
      ...{ partition: 'cpu', time: '1:00:00', memory: '2G', cores: 2, gpus: 1, sbatch: ['--qos=low'] },
      stages: { train: { time: '10:00:00', memory: '500M' } },
    });
    const [train, ablate, analyze] = [
      experimentTask(experiment, 'train', run),
      experimentTask(experiment, 'ablate', run),
      experimentTask(experiment, 'analyze'),
    ];
    const requests = requestsOf(nothing);
    expect(requests.needsOf(train)).toMatchObject({ memory: 500 * 2 ** 20, cores: 2, gpus: 1 });
    expect(requests.slurmOf(train)).toEqual({
      ...{ partition: 'cpu', account: undefined, time: '10:00:00', sbatch: ['--qos=low'] },
    });
    expect(requests.needsOf(ablate)).toMatchObject({ memory: 2 * 2 ** 30, cores: 2, gpus: 1 });
    expect(requests.slurmOf(ablate).time).toBe('1:00:00');
    // It runs no model.
    expect(requests.needsOf(analyze).gpus).toBe(0);
    const typed = requestsOf({ partition: 'big', memory: '4G', time: undefined });
    expect(typed.needsOf(train).memory).toBe(4 * 2 ** 30);
    expect(typed.slurmOf(train)).toMatchObject({ partition: 'big', time: '10:00:00' });
  });

  test('as estimated where nothing is said', () => {
    const experiment = resolve(TINY);
    const { needsOf } = requestsOf(nothing);
    const { seconds, memory, cores, gpus } = needsOf(experimentTask(experiment, 'train', run));
    expect(seconds).toBeGreaterThan(1);
    expect(memory).toBeGreaterThan(2 ** 30);
    expect([cores, gpus]).toEqual([1, 0]);
    expect(needsOf(experimentTask(experiment, 'report'))).toEqual({
      seconds: null,
      memory: null,
      cores: 1,
      gpus: 0,
    });
  });

  test('policies that were trained elsewhere: the cores and the GPU of which the file says that they use them', () => {
    const experiment = resolve(GIVEN);
    const needs = (condition: string) =>
      requestsOf(nothing).needsOf(experimentTask(experiment, 'ablate', { condition, seed: 0 }));
    expect(needs('file')).toMatchObject({ cores: 8, gpus: 1 });
    expect(needs('server')).toMatchObject({ cores: 1, gpus: 0 });
  });

  test('of all that it says, no stage is hashed by any', () => {
    const settings = (experiment: Experiment) => experimentTask(experiment, 'report').settings();
    expect(settings(resolve(TINY, { memory: '9G' }))).toEqual(settings(resolve(TINY)));
  });
});

test('a scheduler gets no secret; jobs get those that they need by a file', () => {
  const env = {
    ...{ PATH: '/bin', LD_LIBRARY_PATH: '/cuda', SSH_AUTH_SOCK: '/s', KEYBOARD: 'de', npm_command: 'run' },
    ...{ NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 't', NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://c' },
    ...{ OPENAI_API_KEY: 'k', MY_SERVER: 'key', GITHUB_TOKEN: 'g', DB_PASSWORD: 'p', VESTIGE_BACKEND: '' },
  };
  const server = experimentTask(resolve(GIVEN), 'ablate', { condition: 'server', seed: 0 });
  const given = jobVariables([server], env);
  expect(given).toEqual({
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://c',
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: 't',
    MY_SERVER: 'key',
  });
  const open = Object.keys(openVariables(env, given));
  expect(open).toEqual(['PATH', 'LD_LIBRARY_PATH', 'SSH_AUTH_SOCK', 'KEYBOARD']);
});

describe('what is typed', () => {
  test('further options of sbatch are words as a shell takes them', () => {
    expect(wordsOf(`--qos=low  --comment="a \\"b\\" c" --x='d "e" $f' g\\ h ''`)).toEqual([
      '--qos=low',
      '--comment=a "b" c',
      '--x=d "e" $f',
      'g h',
      '',
    ]);
    expect(wordsOf('  ')).toEqual([]);
    expect(() => wordsOf('--comment="a b')).toThrow('--sbatch --comment="a b: a quote does not end');
  });

  test('a mistake is told with its option', () => {
    const typed = {
      partition: undefined,
      account: undefined,
      cores: undefined,
      gpus: undefined,
      sbatch: undefined,
    };
    expect(requestOf({ ...typed, memory: '4G', time: '1-12' })).toMatchObject({ memory: '4G', time: '1-12' });
    expect(() => requestOf({ ...typed, time: undefined, memory: '4 gigs' })).toThrow(
      '--memory "4 gigs": expected a size such as 500M or 4G',
    );
    expect(() => requestOf({ ...typed, partition: '', time: undefined, memory: undefined })).toThrow(
      '--partition "": expected a name',
    );
    expect(() => requestOf({ ...typed, time: 'soon', memory: undefined })).toThrow(
      '--time "soon": expected a time as Slurm',
    );
  });

  test('results are in the shared folder, in another, or behind the server that the environment names', () => {
    const shared = sharedOf('/scratch/me');
    vi.stubEnv('NX_SELF_HOSTED_REMOTE_CACHE_SERVER', '');
    expect(cacheOf(shared, undefined)).toBe('/scratch/me/cache');
    expect(cacheOf(shared, '/results')).toBe('/results');
    vi.stubEnv('NX_SELF_HOSTED_REMOTE_CACHE_SERVER', 'http://c');
    expect(cacheOf(shared, undefined)).toBeNull();
    expect(() => cacheOf(shared, '/results')).toThrow(
      '--cache-dir: NX_SELF_HOSTED_REMOTE_CACHE_SERVER names a server',
    );
  });
});

test('a pipeline has every task of its report, as Nx names them', () => {
  const args = { experiment: 'loan', preset: 'quick', quick: undefined, backend: undefined };
  const { id, stages, named } = pipelineOf(args);
  expect(id).toBe('loan-quick:report');
  expect([...stages.keys()].sort()).toEqual([
    'loan-quick-base-s0:ablate',
    'loan-quick-base-s0:pretrain',
    'loan-quick-biased-s0:ablate',
    'loan-quick-biased-s0:train',
    'loan-quick-fair-s0:ablate',
    'loan-quick-fair-s0:train',
    'loan-quick:analyze',
    'loan-quick:report',
  ]);
  expect(named).toEqual(['apps/experiments/loan/experiment.json', '--preset', 'quick']);
  const overview = pipelineOf({ ...args, experiment: 'overview' });
  expect(overview.named[0]).toBe('apps/experiments/overview/overview.json');
  expect([...overview.stages.keys()]).toEqual(
    expect.arrayContaining(['overview-quick:report', 'loan-quick:report', 'calibration-quick:report']),
  );
});

test('commands on jobs say what is missing', async () => {
  const none = ['--shared', '/nowhere/at/all'];
  expect(await complaint('status', 'loan', ...none)).toMatch(/^loan was not submitted from here \(\/nowhere/);
  expect(await complaint('cancel', 'loan', '--quick', ...none)).toMatch(/^loan-quick was not submitted/);
  expect(await complaint('submit', 'loan')).toMatch(/--to/);
  expect(await complaint('submit', 'loan', '--to', 'cron')).toMatch(/slurm/);
  expect(await complaint('status', 'lona')).toMatch(/did you mean loan\?/);
});

test('seconds as a person says them', () => {
  expect([0.4, 40, 310, 7530, 3 * 86400 + 4 * 3600 + 59, 3600].map(duration)).toEqual([
    '0s',
    '40s',
    '5m 10s',
    '2h 5m',
    '3d 4h',
    '1h',
  ]);
});
