import { expect, test } from 'vitest';
import { advantages } from './advantages.ts';
import { reinforcementSchema } from './options.ts';

const rewards = Float32Array.of(1, 0, 0, 1, 0, 0);
const under = (options: object) => Array.from(advantages(rewards, reinforcementSchema.parse(options)));
const close = (actual: number[], expected: number[]) => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
};

test('reinforce and ppo subtract the batch mean', () => {
  close(under({ algorithm: 'reinforce' }), [2 / 3, -1 / 3, -1 / 3, 2 / 3, -1 / 3, -1 / 3]);
  close(under({ algorithm: 'ppo' }), under({ algorithm: 'reinforce' }));
});

test('rloo subtracts the mean of the other rollouts of the prompt', () => {
  close(under({ algorithm: 'rloo', groupSize: 3 }), [1, -0.5, -0.5, 1, -0.5, -0.5]);
  close(under({ algorithm: 'rloo', groupSize: 2 }), [1, -1, -1, 1, 0, 0]);
});

test('grpo subtracts the mean of the group', () => {
  close(under({ algorithm: 'grpo', groupSize: 2 }), [0.5, -0.5, -0.5, 0.5, 0, 0]);
});

test('normalized advantages have deviation 1, and a group without spread stays at 0', () => {
  const batch = under({ algorithm: 'reinforce', normalizeAdvantages: true });
  const variance = batch.reduce((sum, a) => sum + a * a, 0) / batch.length;
  expect(variance).toBeCloseTo(1, 1);
  const groups = under({ algorithm: 'grpo', groupSize: 2, normalizeAdvantages: true });
  close(groups.slice(4), [0, 0]);
  expect(groups[0]).toBeCloseTo(1, 1);
  // Of the prompt's rollouts, its own among them.
  const leftOut = under({ algorithm: 'rloo', groupSize: 2, normalizeAdvantages: true });
  expect(leftOut[0]).toBeCloseTo(2, 1);
});

test('groups of one are an error that names the field', () => {
  expect(() => under({ algorithm: 'rloo' })).toThrow(/reinforcement\.groupSize is 1; expected at least 2/);
});
