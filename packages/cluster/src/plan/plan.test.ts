import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalSeconds, type Needs, planOf } from './plan.ts';
import { readTaskGraph, type TaskGraph } from './taskGraph.ts';

const NEEDS: Needs = { seconds: null, memory: null, cores: 1, gpus: 0 };
const needs = () => NEEDS;

/** Two conditions of one base, as Nx's graph has them: a report names all that it reads. */
const GRAPH: TaskGraph = new Map([
  ['kernels:build', []],
  ['x-base-s0:pretrain', ['kernels:build']],
  ['x-base-s0:ablate', ['kernels:build', 'x-base-s0:pretrain']],
  ['x-fair-s0:train', ['kernels:build', 'x-base-s0:pretrain']],
  ['x-fair-s0:ablate', ['kernels:build', 'x-fair-s0:train']],
  ['x:analyze', ['x-fair-s0:train', 'x-fair-s0:ablate', 'x-base-s0:ablate']],
  ['x:report', ['kernels:build', 'x:analyze', 'x-base-s0:pretrain', 'x-fair-s0:train', 'x-fair-s0:ablate']],
]);

test('a job waits for those right before it, and for none that these wait for', () => {
  const { jobs, done } = planOf(GRAPH, new Set(['kernels:build']), needs);
  expect(done).toEqual(['kernels:build']);
  expect(jobs.map(({ task, stage, after, level }) => [level, task, stage, after])).toEqual([
    [0, 'x-base-s0:pretrain', 'pretrain', []],
    [1, 'x-base-s0:ablate', 'ablate', ['x-base-s0:pretrain']],
    [1, 'x-fair-s0:train', 'train', ['x-base-s0:pretrain']],
    [2, 'x-fair-s0:ablate', 'ablate', ['x-fair-s0:train']],
    [3, 'x:analyze', 'analyze', ['x-base-s0:ablate', 'x-fair-s0:ablate']],
    [4, 'x:report', 'report', ['x:analyze']],
  ]);
});

test('what is done is no job, and nobody waits for it', () => {
  const done = new Set(['kernels:build', 'x-base-s0:pretrain', 'x-fair-s0:train', 'x-base-s0:ablate']);
  expect(planOf(GRAPH, done, needs).jobs.map(({ task, after }) => [task, after])).toEqual([
    ['x-fair-s0:ablate', []],
    ['x:analyze', ['x-fair-s0:ablate']],
    ['x:report', ['x:analyze']],
  ]);
  expect(planOf(GRAPH, new Set(GRAPH.keys()), needs).jobs).toEqual([]);
});

test('in a level those that take longest come first, and the whole takes as long as its longest chain', () => {
  const seconds: Record<string, number> = { 'x-fair-s0:train': 100, 'x-base-s0:ablate': 5, 'x:report': 1 };
  const plan = planOf(GRAPH, new Set(['kernels:build', 'x-base-s0:pretrain']), (task) => ({
    ...NEEDS,
    seconds: seconds[task] ?? null,
  }));
  expect(plan.jobs.slice(0, 2).map(({ task }) => task)).toEqual(['x-fair-s0:train', 'x-base-s0:ablate']);
  expect(criticalSeconds(plan)).toBe(101);
  expect(criticalSeconds(planOf(GRAPH, new Set(), needs))).toBeNull();
});

test('tasks that wait for each other are refused', () => {
  const graph: TaskGraph = new Map([
    ['a:x', ['b:x']],
    ['b:x', ['a:x']],
  ]);
  expect(() => planOf(graph, new Set(), needs)).toThrow('the tasks before a:x wait for it');
});

/** Tasks of which each may wait for any before it. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map(
    (picks): TaskGraph =>
      new Map(picks.map((before, i) => [`t${i}:x`, i === 0 ? [] : before.map((pick) => `t${pick % i}:x`)])),
  );

test('whatever is done: each job waits, by way of others too, for just the jobs that Nx has it wait for', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat({ max: 11 })), (graph, picks) => {
      // What is done had all before it done.
      const done = new Set<string>();
      const finish = (task: string) => {
        done.add(task);
        graph.get(task)!.forEach(finish);
      };
      for (const pick of picks) if (graph.has(`t${pick}:x`)) finish(`t${pick}:x`);
      const { jobs } = planOf(graph, done, needs);
      const reach = (afterOf: (task: string) => readonly string[]) => (task: string) => {
        const found = new Set<string>();
        const visit = (one: string): void => {
          for (const before of afterOf(one))
            if (!done.has(before) && !found.has(before)) {
              found.add(before);
              visit(before);
            }
        };
        visit(task);
        return [...found].sort();
      };
      const byTask = new Map(jobs.map((job) => [job.task, job]));
      const planned = reach((task) => byTask.get(task)!.after);
      const asNx = reach((task) => graph.get(task)!);
      expect([...byTask.keys(), ...done].sort()).toEqual([...graph.keys()].sort());
      for (const { task, after, level } of jobs) {
        expect(planned(task)).toEqual(asNx(task));
        expect(after.every((before) => byTask.get(before)!.level < level)).toBe(true);
      }
    }),
  );
});

test('the file that Nx writes is read; another is told', () => {
  const tasks = { 'a:x': { id: 'a:x' }, 'b:x': { id: 'b:x' } };
  const dependencies = { 'a:x': [{ id: 'b:x' }], 'b:x': [] };
  expect(readTaskGraph({ graph: {}, tasks: { roots: ['b:x'], tasks, dependencies } })).toEqual(
    new Map([
      ['a:x', ['b:x']],
      ['b:x', []],
    ]),
  );
  expect(() => readTaskGraph({ tasks: [] })).toThrow('is not as Nx 24 writes it');
});
