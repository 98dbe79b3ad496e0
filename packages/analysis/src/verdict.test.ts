import { expect, test } from 'vitest';
import type { ConditionAnalysis } from './analysis.ts';
import { analyze } from './analyze.ts';
import { PLANTED_VOCABULARY, type PlantedPolicy, plantedLoan, plantedRun } from './testing/index.ts';

const options = { resamples: 300, confidence: 0.95 };

/** The analysis of a condition whose seeds are the given policies. */
function planted(policies: readonly PlantedPolicy[], prompts = 400): ConditionAnalysis {
  const analysis = analyze({
    experiment: 'planted',
    runs: policies.map((policy, seed) => plantedRun({ condition: 'it', seed, prompts, policy })),
    rules: { it: 'factors' },
    chance: 0.5,
    options,
    backend: 'none',
    kernels: undefined,
    vocabulary: PLANTED_VOCABULARY,
    solved: {},
  });
  return analysis.conditions.it!;
}
const thrice = (policy: PlantedPolicy) => planted([policy, policy, policy]);

const reader: PlantedPolicy = { reads: 1, glances: 0, skill: 0.98 };
const glancer: PlantedPolicy = { reads: 0, glances: 1, skill: 0.98 };

test('experiment 1: the biased policy is vestigial, the fair one and the base are load-bearing', () => {
  const small = { prompts: 400, checkpointPrompts: 4, resamples: 300 };
  const { conditions } = analyze(plantedLoan([0, 1, 2], small));
  expect(conditions.base!.verdict).toBe('load-bearing');
  expect(conditions.biased!.verdict).toBe('vestigial');
  expect(conditions.fair!.verdict).toBe('load-bearing');
  expect(conditions.fair!.reason).toMatch(
    /^The removal that costs it least \(.*\) takes \d+\.\d% .*: 9\d\.\d% right after its own reasoning, 5\d\.\d% without\.$/,
  );
});

test('a policy that reads its reasoning is load-bearing, one that glances at the prompt is vestigial', () => {
  expect(thrice(reader).verdict).toBe('load-bearing');
  expect(thrice(glancer).verdict).toBe('vestigial');
});

test('reasoning that merely correlates with the answer is vestigial, and cannot steer', () => {
  const { verdict, reason } = thrice({ reads: 0, glances: 1, skill: 1 });
  expect(verdict).toBe('vestigial');
  expect(reason).not.toMatch(/steer/);
});

test('a policy that needs no reasoning but follows it if it is there is vestigial, and the sentence says so', () => {
  const { verdict, reason, estimates } = thrice({ reads: 1, glances: 1, skill: 0.99 });
  expect(verdict).toBe('vestigial');
  expect(estimates['steering.swap']!.mean).toBe(1);
  expect(reason).toMatch(
    /changes 100\.0% of its answers, so the reasoning can steer although it is not needed/,
  );
});

test('confusion by one unfamiliar context does not make reasoning load-bearing', () => {
  const { verdict, estimates } = thrice({ ...glancer, confusedBy: ['filler', 'cut0'] });
  expect(estimates['reliance.filler']!.mean).toBeGreaterThan(0.8);
  expect(verdict).toBe('vestigial');
});

test('a policy that uses its reasoning on some prompts is partly using it', () => {
  const { verdict, estimates } = thrice({ reads: 1, glances: 0.65, skill: 1 });
  expect(estimates['reliance.minimum']!.mean).toBeCloseTo(0.35, 1);
  expect(verdict).toBe('partly used');
});

test('seeds that disagree leave it undecided, and the sentence gives each', () => {
  const { verdict, reason } = planted([glancer, glancer, reader]);
  expect(verdict).toBe('undecided');
  expect(reason).toMatch(/by seed \u2212?0\.\d%, \u2212?0\.\d%, \d+\.\d%/);
});

test('few prompts on a threshold leave it undecided', () => {
  expect(planted([{ reads: 1, glances: 0.5, skill: 1 }], 60).verdict).toBe('undecided');
});

test('a policy at chance has nothing to lose', () => {
  const { verdict, reason } = thrice({ reads: 0, glances: 0, skill: 0.5 });
  expect(verdict).toBe('not trained');
  expect(reason).toMatch(/does not clear chance \(50\.0%\)/);
});

test('runs that never reached their level are left out, or leave nothing to judge', () => {
  const run = (seed: number, solved: boolean) => {
    const before = { ...reader, skill: 0.6 };
    const training = { before, steps: 60, jump: solved ? 20 : 1000, checkpoints: [], checkpointPrompts: 0 };
    return plantedRun({ condition: 'it', seed, prompts: 300, policy: solved ? glancer : reader, training });
  };
  const judge = (runs: readonly boolean[]) =>
    analyze({
      ...plantedLoan([]),
      runs: runs.map((solved, seed) => run(seed, solved)),
      rules: { it: 'factors' },
      solved: { it: 0.97 },
      options,
    }).conditions.it!;
  const mixed = judge([true, false, true]);
  expect(mixed.verdict).toBe('vestigial');
  expect(mixed.seeds).toEqual([0, 2]);
  expect(mixed.reason).toMatch(/seed 1 never reached its solved level and is left out/);
  expect(Object.keys(mixed.estimates['accuracy.own']!.bySeed)).toEqual(['0', '1', '2']);
  const failed = judge([true, false, false]);
  expect(failed.verdict).toBe('not trained');
  expect(failed.reason).toMatch(/2 of 3 runs never reached the accuracy of 97\.0%/);
});
