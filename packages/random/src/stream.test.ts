import { expect, test } from 'vitest';
import { randomStream } from './stream.ts';

test('the same key gives the same numbers, another key others', () => {
  const draw = (...key: [number, ...string[]]) => {
    const stream = randomStream(...key);
    return Array.from({ length: 5 }, () => stream.uniform());
  };
  expect(draw(0, 'rollouts')).toEqual(draw(0, 'rollouts'));
  expect(draw(0, 'rollouts')).not.toEqual(draw(1, 'rollouts'));
  expect(draw(0, 'rollouts')).not.toEqual(draw(0, 'evaluation'));
});

test('the first numbers of a stream are those every published result was made with', () => {
  const stream = randomStream(0, 'check');
  expect([stream.integer(1000), stream.integer(1000), stream.integer(1000)]).toMatchInlineSnapshot(`
    [
      803,
      184,
      66,
    ]
  `);
});

test('integers, choices and shuffles are uniform', () => {
  const stream = randomStream(7, 'uniformity');
  const counts = new Array<number>(5).fill(0);
  for (let i = 0; i < 10_000; i++) counts[stream.integer(5)]!++;
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  const first = new Array<number>(4).fill(0);
  for (let i = 0; i < 8_000; i++) first[stream.shuffled([0, 1, 2, 3])[0]!]!++;
  for (const count of first) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

test('normals have mean 0 and variance 1', () => {
  const stream = randomStream(3, 'normals');
  const draws = Array.from({ length: 20_000 }, () => stream.normal());
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('a choice from nothing is an error', () => {
  expect(() => randomStream(0).choice([])).toThrow(/empty/);
});
