import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import type { ConditionAnalysis } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { estimateRows } from '../estimateRows.ts';
import { isRemoval, REMOVALS } from '../keys/interventions.ts';
import { key, type PlantedPolicy, plantedRun } from '../testing/index.ts';

const reader: PlantedPolicy = { reads: 1, glances: 0, skill: 0.95 };
const PROMPTS = 200;

/** Two conditions of three seeds, with rows added to each seed's. */
function analyzed(
  more: (own: InterventionRow, prompt: number) => readonly InterventionRow[],
  policy = reader,
) {
  const runsOf = (condition: string) =>
    [0, 1, 2].map((seed) => {
      const rows = [...plantedRun({ condition, seed, prompts: PROMPTS, policy }).interventions];
      const own = rows.filter(({ intervention }) => intervention === 'own');
      const interventions = [...rows, ...own.flatMap((row) => more(row, row.problem_id))];
      return { seed, interventions, updates: undefined };
    });
  return analyze({
    experiment: 'counted',
    conditions: ['one', 'other'].map((name) => ({ name, rule: 'factors', runs: runsOf(name) })),
    environment: { chance: 0.5 },
    options: { resamples: 200, confidence: 0.95 },
    backend: 'none',
    kernels: undefined,
  });
}

test('an estimate says on how many prompts and seeds it rests, not how many there are', () => {
  const dropped = analyzed((row, prompt) =>
    prompt < 40 ? [{ ...row, intervention: 'drop', unit: 'judgement' }] : [],
  );
  const { estimates, prompts } = dropped.conditions.one!;
  expect(prompts).toBe(PROMPTS);
  expect(estimates.get(key('accuracy.own'))).toMatchObject({ prompts: 3 * PROMPTS, seeds: 3 });
  for (const name of ['accuracy.drop.judgement', 'difference.drop.judgement', 'needs.judgement']) {
    expect(estimates.get(key(name))).toMatchObject({ prompts: 120, seeds: 3 });
  }
  const row = estimateRows(dropped).find(
    ({ condition, seed, estimator }) =>
      condition === 'one' && seed === null && estimator === 'accuracy.drop.judgement',
  );
  expect(row).toMatchObject({ prompts: 120, seeds: 3 });
  const alone = estimateRows(dropped).find(
    ({ condition, seed, estimator }) =>
      condition === 'one' && seed === 1 && estimator === 'accuracy.drop.judgement',
  );
  expect(alone).toMatchObject({ prompts: 40, seeds: 1 });
});

test('what rests on fewer than 30 prompts has no point, no interval and no p-value, and says why', () => {
  const one = analyzed((row, prompt) =>
    prompt === 0 && row.conclusion !== null ? [{ ...row, intervention: 'drop' }] : [],
  ).conditions.one!;
  expect(one.estimates.get(key('accuracy.drop'))).toBeUndefined();
  expect(one.absent.get(key('accuracy.drop'))).toBe('rests on 3 prompts, fewer than 30');
  expect(one.comparisons.get({ intervention: 'drop' })).toBeUndefined();
  expect(one.comparisons.get({ intervention: 'now' })).toBeDefined();
});

test('a seed with too few prompts has no point of its own', () => {
  const analysis = analyzed((row, prompt) =>
    prompt < 12 ? [{ ...row, intervention: 'drop', unit: 'judgement' }] : [],
  );
  const { estimates } = analysis.conditions.one!;
  expect(estimates.get(key('accuracy.drop.judgement'))).toMatchObject({ prompts: 36, seeds: 3, bySeed: {} });
  for (const checkpoint of analysis.conditions.one!.checkpoints) {
    expect(checkpoint.estimates.get(key('accuracy.drop.judgement'))).toBeUndefined();
    expect(checkpoint.estimates.get(key('accuracy.own'))).toMatchObject({ prompts: PROMPTS });
  }
});

test('p-values are corrected over what is tested: the removals together, and the rest together', () => {
  const few = analyzed((row, prompt) =>
    prompt < 2 ? [{ ...row, intervention: 'resample', unit: 'other' }] : [],
  ).conditions.one!;
  const without = analyzed(() => []).conditions.one!;
  expect(few.comparisons).toEqual(without.comparisons);
  const rest = [...few.comparisons].flatMap(([{ intervention }, one]) =>
    isRemoval(intervention) ? [] : [one],
  );
  const least = Math.min(...rest.map(({ p }) => p));
  expect(rest.find(({ p }) => p === least)!.holm).toBeCloseTo(Math.min(1, rest.length * least), 5);
  expect(few.comparisons.get({ intervention: 'now' })).toMatchObject({ prompts: 600, seeds: 3 });
});

test('a ratio to what is not clear of 0 has no figure, and says why', () => {
  const guessing: PlantedPolicy = { reads: 0, glances: 0.05, skill: 0.5 };
  const { verdict, estimates, absent } = analyzed(() => [], guessing).conditions.one!;
  expect(verdict).toBe('not trained');
  expect(estimates.keys().filter(({ quantity }) => quantity === 'reliance')).toEqual([]);
  expect(absent.get(key('reliance.minimum'))).toMatch(
    /^is a share of its accuracy above chance, −?0\.\d{3} \(.* to .*\), which is not clear of 0 by 0\.1$/,
  );
});

test('no interval of a reliance reaches beyond what an accuracy of 0 or 1 would give', () => {
  const loose: PlantedPolicy = { reads: 0, glances: 1, skill: 0.98 };
  const of = (policies: readonly PlantedPolicy[]): ConditionAnalysis =>
    analyze({
      experiment: 'ends',
      conditions: [
        {
          name: 'it',
          rule: 'factors',
          runs: policies.map((policy, seed) =>
            plantedRun({ condition: 'it', seed, prompts: PROMPTS, policy }),
          ),
        },
      ],
      environment: { chance: 0.5 },
      options: { resamples: 200, confidence: 0.95 },
      backend: 'none',
      kernels: undefined,
    }).conditions.it!;
  const { low, high } = of([loose, loose, reader]).estimates.get(key('reliance.minimum'))!;
  expect(low).toBeGreaterThanOrEqual(-0.3);
  expect(high).toBeLessThanOrEqual(2.3);
});

test('the base that is called load-bearing has removals that differ by p-value, too', () => {
  const { verdict, comparisons } = analyzed(() => [], { reads: 1, glances: 0, skill: 0.85 }).conditions.one!;
  expect(verdict).toBe('load-bearing');
  for (const intervention of REMOVALS) {
    expect(comparisons.get({ intervention })).toMatchObject({ differs: true });
  }
});
