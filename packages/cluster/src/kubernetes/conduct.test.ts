import { expect, test } from 'vitest';
import { conduct, type Jobs, nextStep } from './conduct.ts';
import { type JobObject, readJob } from './jobObject.ts';

function job(name: string, state: 'suspended' | 'active' | 'Complete' | 'Failed', after = ''): JobObject {
  const over = state === 'Complete' || state === 'Failed';
  return readJob({
    metadata: { name, annotations: { 'vestige/after': after } },
    spec: { completions: 2, suspend: state === 'suspended' },
    status: over ? { conditions: [{ type: state, status: 'True' }] } : {},
  });
}

test('a Job is started when all that it waits for are complete', () => {
  const step = nextStep([
    job('a', 'Complete'),
    job('b', 'active'),
    job('c', 'suspended', 'a'),
    job('d', 'suspended', 'a,b'),
  ]);
  expect(step).toEqual({ resume: ['c'], waits: ['d'], failed: [], over: false });
});

test('what waits for a Job that failed is never started, and all else is', () => {
  const jobs = [
    job('a', 'Failed'),
    job('b', 'Complete'),
    job('c', 'suspended', 'a'),
    job('d', 'suspended', 'b'),
  ];
  expect(nextStep(jobs)).toEqual({ resume: ['d'], waits: ['c'], failed: ['a'], over: false });
  expect(nextStep(jobs.slice(0, 3))).toEqual({ resume: [], waits: ['c'], failed: ['a'], over: true });
});

/** Jobs each of which is complete at the second look after it was started. */
function jobsThat(fail: (look: number) => boolean) {
  const states = new Map<string, 'suspended' | 'active' | 'Complete'>([
    ['a', 'active'],
    ['b', 'suspended'],
    ['c', 'suspended'],
  ]);
  const resumed: string[] = [];
  let look = 0;
  const jobs: Jobs = {
    async all() {
      if (fail(++look)) throw new Error('502');
      const all = [...states].map(([name, state], i) =>
        job(name, state, i === 0 ? '' : [...states.keys()][i - 1]),
      );
      for (const [name, state] of states) if (state === 'active') states.set(name, 'Complete');
      return all;
    },
    async resume(name) {
      resumed.push(name);
      states.set(name, 'active');
    },
  };
  return { jobs, resumed };
}

test('Jobs are started one after the other, whatever the API fails with now and then', async () => {
  const { jobs, resumed } = jobsThat((look) => look % 3 === 0);
  const told: string[] = [];
  expect(await conduct(jobs, { pause: 0, tell: (line) => told.push(line) })).toEqual([]);
  expect(resumed).toEqual(['b', 'c']);
  expect(told).toContain('started c');
  expect(told).toContain('502; asked again');
});

test('an API that never answers is told', async () => {
  const { jobs } = jobsThat(() => true);
  await expect(conduct(jobs, { pause: 0, tell: () => {} })).rejects.toThrow('502');
});

test('a Job that waits for what is not there is told', async () => {
  const jobs: Jobs = {
    all: async () => [job('a', 'Complete'), job('b', 'suspended', 'z')],
    resume: async () => {},
  };
  await expect(conduct(jobs, { pause: 0, tell: () => {} })).rejects.toThrow(
    'b: what they wait for is not there',
  );
});
