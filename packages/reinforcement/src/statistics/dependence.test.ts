import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import type { Answered } from '../tally/answered.ts';
import { dependences } from './dependence.ts';

/** Problems of eight rollouts each, whose one feature is there with a chance that the answer and the problem decide. */
function answeredBy(
  problems: number,
  chance: (answer: number, problem: number) => number,
  key: number,
): Answered {
  const stream = randomStream('dependence', key);
  const answered: Answered = { clusters: [], groups: [], answers: [], features: [] };
  for (let problem = 0; problem < problems; problem++) {
    for (let i = 0; i < 8; i++) {
      const answer = stream.integer(3);
      answered.clusters.push(problem);
      answered.groups.push(problem);
      answered.answers.push(answer);
      answered.features.push(Uint16Array.from(stream.chance(chance(answer, problem)) ? [0] : []));
    }
  }
  return answered;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('tau is 1 where the answer decides, and null where nothing varies', () => {
  const [found] = dependences(
    answeredBy(60, (answer) => Number(answer === 0), 1),
    1,
    0.95,
  );
  expect(found!.within).toMatchObject({ value: 1, low: 1, high: 1 });
  expect(found!.overall!.value).toBe(1);
  const [always] = dependences(
    answeredBy(60, () => 1, 1),
    1,
    0.95,
  );
  expect(always).toEqual({ within: null, overall: null });
});

test('without dependence tau is 0 on average, and intervals hold it', () => {
  const runs = Array.from(
    { length: 200 },
    (_, key) =>
      dependences(
        answeredBy(80, () => 0.3, key),
        1,
        0.95,
      )[0]!,
  );
  for (const of of ['within', 'overall'] as const) {
    const taus = runs.map((run) => run[of]!);
    expect(Math.abs(mean(taus.map(({ value }) => value)))).toBeLessThan(0.004);
    const held = taus.filter(({ low, high }) => low! <= 0 && 0 <= high!).length;
    expect(held).toBeGreaterThan(184);
  }
});

test('a dependence comes out as it is, and intervals hold it', () => {
  // Presence .6 with one of three answers, else .3: between .02, in all .24.
  const truth = 0.02 / 0.24;
  const chance = (answer: number) => (answer === 0 ? 0.6 : 0.3);
  const runs = Array.from({ length: 200 }, (_, key) => dependences(answeredBy(80, chance, key), 1, 0.95)[0]!);
  for (const of of ['within', 'overall'] as const) {
    const taus = runs.map((run) => run[of]!);
    expect(mean(taus.map(({ value }) => value))).toBeCloseTo(truth, 2);
    const held = taus.filter(({ low, high }) => low! <= truth && truth <= high!).length;
    expect(held).toBeGreaterThan(182);
  }
});

test('what differs between problems alone is no dependence within them', () => {
  const answered = answeredBy(200, (_, problem) => 0.2 + 0.6 * (problem % 2), 5);
  const [found] = dependences(answered, 1, 0.95);
  expect(Math.abs(found!.within!.value)).toBeLessThan(0.04);
});
