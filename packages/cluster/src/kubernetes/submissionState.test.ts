import { expect, test } from 'vitest';
import type { Queued, SubmissionRecord } from '../submission/record.ts';
import { statusOf } from '../submission/status.ts';
import { type JobObject, readJob } from './jobObject.ts';
import { type PodObject, readPod } from './podObject.ts';
import { stateOfSubmission } from './submissionState.ts';
import { planOfRuns } from './testing/planned.ts';

const QUEUED: Queued = {
  arrays: {
    '0-pretrain': { id: 'x-0', tasks: { '0': 'base:pretrain' } },
    '1-train': { id: 'x-1', tasks: { '0': 'run0:train', '1': 'run1:train', '2': 'run2:train' } },
    '2-ablate': { id: 'x-2', tasks: { '0': 'run0:ablate', '1': 'run1:ablate', '2': 'run2:ablate' } },
    '3-report': { id: 'x-3', tasks: { '0': 'whole:report' } },
  },
};
const NONE: Queued = { arrays: {} };

function job(name: string, after: string, suspend: boolean, status: object): JobObject {
  return readJob({ metadata: { name, annotations: { 'vestige/after': after } }, spec: { suspend }, status });
}

const over = (type: string) => ({
  conditions: [{ type, status: 'True', reason: 'FailedIndexes', message: 'm' }],
});

function pod(job: string, index: number, started: string, status: object): PodObject {
  return readPod({
    metadata: {
      name: `${job}-${index}-${started}`,
      labels: { 'batch.kubernetes.io/job-name': job },
      annotations: { 'batch.kubernetes.io/job-completion-index': String(index) },
      creationTimestamp: `2026-11-29T05:0${started}:00Z`,
    },
    spec: { nodeName: 'node-a' },
    status: { startTime: `2026-11-29T05:0${started}:00Z`, ...status },
  });
}

const ended = (exitCode: number, message = '', reason = exitCode === 0 ? 'Completed' : 'Error') => ({
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  containerStatuses: [
    { state: { terminated: { exitCode, message, reason, finishedAt: '2026-11-29T06:00:00Z' } } },
  ],
});
const TAKEN = {
  ...ended(137),
  conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }],
};

/** As `vestige status` tells it. */
function told(queued: Queued, jobs: JobObject[], pods: PodObject[]) {
  const { entries, results } = stateOfSubmission(queued, jobs, pods);
  const statuses = statusOf({ plan: planOfRuns(3) } as unknown as SubmissionRecord, queued, results, entries);
  return Object.fromEntries(
    statuses.map(({ task, state, reason, attempts }) => [task, [state, reason, attempts] as const]),
  );
}

test('a submission on its way: done, running, taken away and begun anew, waiting for a node, and for other Jobs', () => {
  const jobs = [
    job('x-0', '', false, { ...over('Complete'), completedIndexes: '0', startTime: '2026-11-29T05:00:00Z' }),
    job('x-1', 'x-0', false, { completedIndexes: '1' }),
    job('x-2', 'x-1', true, {}),
    job('x-3', 'x-2', true, {}),
  ];
  const pods = [
    pod('x-1', 0, '1', TAKEN),
    pod('x-1', 0, '2', { phase: 'Running' }),
    pod('x-1', 1, '1', ended(0)),
    pod('x-1', 2, '1', {
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no node has a GPU' },
      ],
    }),
  ];
  expect(told(QUEUED, jobs, pods)).toEqual({
    // Its pod was removed; the Job says that it is done.
    'base:pretrain': ['done', null, 1],
    'run0:train': ['runs', null, 2],
    'run1:train': ['done', null, 1],
    'run2:train': ['waits', 'no node has a GPU', 0],
    'run0:ablate': ['waits', 'waits for x-1', 0],
    'run1:ablate': ['waits', 'waits for x-1', 0],
    'run2:ablate': ['waits', 'waits for x-1', 0],
    'whole:report': ['waits', 'waits for x-2', 0],
  });
});

test('a task that failed says why, and what waits for it will not be run', () => {
  const jobs = [
    job('x-0', '', false, { ...over('Complete'), completedIndexes: '0' }),
    job('x-1', 'x-0', false, { ...over('Failed'), completedIndexes: '1', failedIndexes: '0,2' }),
    job('x-2', 'x-1', true, {}),
    job('x-3', 'x-2', true, {}),
  ];
  const said = 'step 3\nvestige: experiment.json: field seeds: expected a list\n';
  const pods = [pod('x-1', 0, '1', ended(65, said)), pod('x-1', 2, '1', ended(137, '', 'OOMKilled'))];
  expect(told(QUEUED, jobs, pods)).toMatchObject({
    'run0:train': ['failed', 'vestige: experiment.json: field seeds: expected a list; exit code 65', 1],
    'run1:train': ['done', null, 1],
    'run2:train': ['failed', 'OOMKilled (exit code 137)', 1],
    'run1:ablate': ['cancelled', 'waits for x-1', 0],
    'whole:report': ['cancelled', 'waited for run0:ablate', 0],
  });
  expect([...stateOfSubmission(QUEUED, jobs, pods).failed]).toEqual([
    ['run0:train', 'x-1-0-1'],
    ['run2:train', 'x-1-2-1'],
  ]);
});

test('a Job that is given up leaves what had not ended', () => {
  const jobs = [
    job('x-0', '', false, { ...over('Complete'), completedIndexes: '0' }),
    job('x-1', 'x-0', false, { ...over('Failed'), failedIndexes: '0' }),
  ];
  expect(told(QUEUED, jobs, [])).toMatchObject({
    'run0:train': ['failed', 'Failed', 0],
    'run1:train': ['cancelled', 'FailedIndexes: m', 0],
  });
});

test('an image that cannot be had is told', () => {
  const waiting = { waiting: { reason: 'ImagePullBackOff', message: 'not found' } };
  const pods = [pod('x-0', 0, '1', { phase: 'Pending', containerStatuses: [{ state: waiting }] })];
  expect(told(QUEUED, [job('x-0', '', false, {})], pods)['base:pretrain']).toEqual([
    ...['waits', 'ImagePullBackOff: not found', 0],
  ]);
});

test('what was never made in the cluster is queued nowhere', () => {
  expect(told(NONE, [], [])['base:pretrain']![0]).toBe('lost');
});

test('what is no Job or Pod is refused with its field', () => {
  expect(() => readJob({ metadata: { name: 'x' } })).toThrow('what the API gives is no Job: spec: ');
  expect(() => readPod({ metadata: {} })).toThrow('what the API gives is no Pod: metadata.name: ');
});
