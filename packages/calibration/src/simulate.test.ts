import { expect, test } from 'vitest';
import { type SimulationOptions, simulationSchema } from './options.ts';
import { PLANTED_NAMES, PLANTED_POLICIES } from './policies.ts';
import { simulate } from './simulate.ts';
import { truthOf } from './truth.ts';

const options: SimulationOptions = simulationSchema.parse({
  prompts: [64, 96],
  simulations: 1,
  resamples: 20,
});

test('each experiment is judged at each number of prompts, without and with spread', () => {
  const [{ verdicts, intervals }] = [...simulate('either', options)] as [ReturnType<typeof once>];
  const places = (rows: readonly { prompts: number; spread: number }[]) =>
    new Set(rows.map(({ prompts, spread }) => `${prompts} ${spread}`));
  expect([...places(verdicts)]).toEqual(['64 0', '96 0', '64 0.1', '96 0.1']);
  expect(verdicts).toHaveLength(4 * 3);
  expect(new Set(intervals.map(({ estimator }) => estimator))).toEqual(
    new Set(
      Object.keys(truthOf(PLANTED_POLICIES.either, 0, 3)).filter((name) =>
        intervals.some((row) => row.estimator === name),
      ),
    ),
  );
  for (const name of [
    'accuracy.own',
    'reliance.minimum',
    'needs.factor',
    'steering.swap',
    'difference.now',
  ]) {
    expect(intervals.filter(({ estimator }) => estimator === name)).toHaveLength(4);
  }
  for (const { truth, low, high, holds } of intervals) {
    if (Math.min(Math.abs(truth - low), Math.abs(truth - high)) > 1e-5) {
      expect(holds).toBe(low <= truth && truth <= high);
    }
  }
});

function once() {
  return [...simulate('all', options)][0]!;
}

test('the same options give the same rows, another seed others', () => {
  expect(once()).toEqual(once());
  expect([...simulate('all', { ...options, seed: 1 })][0]).not.toEqual(once());
});

test('verdicts come out as planted with many prompts, and use is never called vestigial', () => {
  const large = simulationSchema.parse({ prompts: [1024], simulations: 1, spread: 0, resamples: 20 });
  for (const name of PLANTED_NAMES) {
    const [{ verdicts }] = [...simulate(name, large)] as [ReturnType<typeof once>];
    expect(verdicts[0], name).toMatchObject({ subject: 'whole', found: PLANTED_POLICIES[name].verdict });
    for (const { expected, found } of verdicts) {
      if (expected !== 'vestigial') expect(found).not.toBe('vestigial');
    }
  }
});
