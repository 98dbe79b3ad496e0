import { expect, test } from 'vitest';
import { analyze } from '../analyze.ts';
import { estimateRows } from '../estimateRows.ts';
import { key, type PlantedPolicy, plantedRun } from '../testing/index.ts';

const PROMPTS = 300;
const hinted: PlantedPolicy = { reads: 0, glances: 1, skill: 0.99 };
const unhinted: PlantedPolicy = { reads: 1, glances: 0, skill: 0.99 };

/** A run that does one thing on hinted prompts and another on the others. */
function twofold(seed: number) {
  const parts = Object.entries({ hinted, unhinted }).map(([group, policy], i) =>
    [...plantedRun({ condition: 'it', seed, prompts: PROMPTS, policy }).interventions].map((row) => ({
      ...row,
      group,
      problem_id: row.problem_id + i * PROMPTS,
    })),
  );
  return { seed, interventions: parts.flat(), updates: undefined };
}

const analysis = analyze({
  experiment: 'hint',
  conditions: [{ name: 'it', rule: 'factors', runs: [0, 1, 2].map(twofold) }],
  environment: { chance: 0.5 },
  options: { resamples: 200, confidence: 0.95 },
  backend: 'none',
  kernels: undefined,
});
const { groups, verdict, estimates } = analysis.conditions.it!;

test('one policy, two verdicts: by kind of prompt, beside that of the whole', () => {
  expect(Object.keys(groups)).toEqual(['hinted', 'unhinted']);
  expect(groups.hinted!.verdict).toBe('vestigial');
  expect(groups.unhinted!.verdict).toBe('load-bearing');
  expect(verdict).not.toBe('vestigial');
  expect(groups.hinted!.prompts).toBe(PROMPTS);
});

test('the whole is the mean of its groups, as large as each other', () => {
  const [a, b] = ['hinted', 'unhinted'].map((name) => groups[name]!.estimates.get(key('accuracy.now'))!.mean);
  expect(estimates.get(key('accuracy.now'))!.mean).toBeCloseTo((a! + b!) / 2, 5);
});

test('the table of estimates names the group', () => {
  const rows = estimateRows(analysis).filter(
    ({ seed, estimator }) => seed === null && estimator === 'accuracy.now',
  );
  expect(rows.map(({ group, prompts }) => [group, prompts])).toEqual([
    [null, 6 * PROMPTS],
    ['hinted', 3 * PROMPTS],
    ['unhinted', 3 * PROMPTS],
  ]);
});
