import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from '../plan/plan.ts';
import { groupsOf } from './groups.ts';
import { planOfRuns } from './testing/planned.ts';

test('tasks of a level and stage that need alike are a group', () => {
  const groups = groupsOf(planOfRuns(3, (task) => (task === 'run1:train' ? { gpus: 1 } : {})));
  expect(groups.map(({ name, tasks, after }) => [name, tasks, after])).toEqual([
    ['0-pretrain', ['base:pretrain'], []],
    ['1-train', ['run0:train', 'run2:train'], ['0-pretrain']],
    ['1-train-2', ['run1:train'], ['0-pretrain']],
    ['2-ablate', ['run0:ablate', 'run1:ablate', 'run2:ablate'], ['1-train', '1-train-2']],
    ['3-report', ['whole:report'], ['2-ablate']],
  ]);
});

test('a group is given the time of its longest task, and no limit if one has no estimate', () => {
  const seconds = (task: string) => ({ 'run0:train': 10, 'run1:train': 70, 'run0:ablate': null })[task];
  const groups = groupsOf(
    planOfRuns(2, (task) => (seconds(task) === undefined ? {} : { seconds: seconds(task)! })),
  );
  const of = (name: string) => groups.find((group) => group.name === name)!.needs.seconds;
  expect([of('1-train'), of('2-ablate'), of('3-report')]).toEqual([70, null, 60]);
});

test('tasks that need nearly as much memory are a group, which is given the most of it', () => {
  const memory = (task: string) => ({ 'run0:train': 900e6, 'run1:train': 1e9, 'run2:train': 4e9 })[task];
  const groups = groupsOf(planOfRuns(3, (task) => ({ memory: memory(task) ?? null })));
  const trains = groups.filter(({ stage }) => stage === 'train');
  expect(trains.map(({ tasks, needs }) => [tasks.length, needs.memory])).toEqual([
    [2, 1e9],
    [1, 4e9],
  ]);
});

test('a level of more tasks than a Job can list is several groups', () => {
  const groups = groupsOf(planOfRuns(25_000)).filter(({ stage }) => stage === 'train');
  expect(groups.map(({ name, tasks }) => [name, tasks.length])).toEqual([
    ['1-train', 10_000],
    ['1-train-2', 10_000],
    ['1-train-3', 5000],
  ]);
});

test('of any graph, each task is in one group, and all that it waits for in groups that come before', () => {
  const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19), fc.nat(2)), { maxLength: 40 });
  fc.assert(
    fc.property(edges, (drawn) => {
      const graph = new Map(Array.from({ length: 20 }, (_, i) => [`p${i}:stage${i % 3}`, [] as string[]]));
      const tasks = [...graph.keys()];
      for (const [a, b] of drawn) if (a < b) graph.get(tasks[b]!)!.push(tasks[a]!);
      const plan = planOf(graph, new Set(), (task) => ({
        seconds: null,
        memory: null,
        cores: 1,
        gpus: task.length % 2,
      }));
      const groups = groupsOf(plan);
      const placed = new Map(groups.flatMap((group) => group.tasks.map((task) => [task, group] as const)));
      expect(groups.flatMap((group) => group.tasks).sort()).toEqual(tasks.toSorted());
      expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
      for (const { task, after } of plan.jobs) {
        const group = placed.get(task)!;
        for (const before of after) expect(group.after).toContain(placed.get(before)!.name);
        for (const name of group.after) {
          expect(groups.findIndex((other) => other.name === name)).toBeLessThan(groups.indexOf(group));
        }
      }
    }),
  );
});
