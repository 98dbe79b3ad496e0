import { expect, test } from 'vitest';
import { advantagesOf } from './advantages.ts';
import type { Rollout } from './rollout.ts';

const rollout = (fields: Partial<Rollout>): Rollout => ({
  ...{ step: 1, problem: 'a', thought: null, response: '', answer: null, reward: null, advantage: null },
  ...{ boundary: 'none', stop: null },
  ...fields,
});

test('reward less the mean of problem and step; none of one alone or without a reward', async () => {
  const all = [
    rollout({ reward: 1 }),
    rollout({ reward: 0 }),
    rollout({ reward: 0.5 }),
    rollout({ reward: null }),
    rollout({ reward: 1, step: 2 }),
    rollout({ reward: 1, problem: 'b' }),
    rollout({ reward: 3, problem: 'b' }),
  ];
  const advantages = await advantagesOf(() => all);
  expect(advantages.basis).toBe('group mean');
  expect(all.map(advantages.of)).toEqual([0.5, -0.5, 0, null, null, -1, 1]);
});

test("the trainer's where it gave them", async () => {
  const all = [rollout({ reward: 1, advantage: 0.7 }), rollout({ reward: 0, advantage: -0.7 })];
  const advantages = await advantagesOf(() => all);
  expect(advantages.basis).toBe('trainer');
  expect(all.map(advantages.of)).toEqual([0.7, -0.7]);
  expect((await advantagesOf(() => [rollout({})])).basis).toBeNull();
});
