import { expect, test } from 'vitest';
import { planOf } from './plan.ts';
import { wavesOf } from './waves.ts';

/** Two seeds of a base and a condition that is trained from it. */
const GRAPH = new Map([
  ...[0, 1].flatMap((seed): [string, string[]][] => [
    [`x-base-s${seed}:pretrain`, ['kernels:build']],
    [`x-base-s${seed}:ablate`, [`x-base-s${seed}:pretrain`]],
    [`x-fair-s${seed}:train`, [`x-base-s${seed}:pretrain`]],
    [`x-fair-s${seed}:ablate`, [`x-base-s${seed}:pretrain`, `x-fair-s${seed}:train`]],
  ]),
  ['x:analyze', [0, 1].flatMap((seed) => [`x-base-s${seed}:ablate`, `x-fair-s${seed}:ablate`])],
  ['x:report', ['x:analyze']],
  ['kernels:build', []],
]);

const wavesWithout = (done: readonly string[], most = 100) => {
  const needs = { seconds: null, memory: null, cores: 1, gpus: 0 };
  const plan = planOf(GRAPH, new Set(['kernels:build', ...done]), () => needs);
  return wavesOf(plan, (task) => (task.startsWith('x:') ? null : task.replace(/:.*/, '')), most);
};

test('runs that wait for others are in the second wave, each with its last tasks', () => {
  const share = (name: string) => ({ name, tasks: [`${name}:ablate`] });
  expect(wavesWithout([])).toEqual({
    first: [share('x-base-s0'), share('x-base-s1')],
    second: [share('x-fair-s0'), share('x-fair-s1')],
  });
});

test('what is there already is left out, and nobody waits for it', () => {
  const bases = [0, 1].flatMap((seed) => [`x-base-s${seed}:pretrain`, `x-base-s${seed}:ablate`]);
  expect(wavesWithout(bases)).toEqual({
    first: [0, 1].map((seed) => ({ name: `x-fair-s${seed}`, tasks: [`x-fair-s${seed}:ablate`] })),
    second: [],
  });
  expect(wavesWithout([...GRAPH.keys()])).toEqual({ first: [], second: [] });
});

test('where there are too many, a job has several', () => {
  expect(wavesWithout([], 1).second).toEqual([
    { name: 'x-fair-s0-and-1', tasks: ['x-fair-s0:ablate', 'x-fair-s1:ablate'] },
  ]);
});
