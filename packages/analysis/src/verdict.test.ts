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
    /^The removal that costs it least \(.*\) takes \d+\.\d% .*: its most probable answer is right 9\d\.\d% of the time after its own reasoning, 5\d\.\d% without; judged one by one: load-bearing in 3 of 3 seeds\.$/,
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
    /changes 100\.0% of its answers, so its words can steer although they are not needed/,
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
  expect(reason).toMatch(/judged one by one: vestigial in 2 of 3 seeds \(0, 1\), load-bearing in seed 2\.$/);
});

test('few prompts on a threshold leave it undecided', () => {
  expect(planted([{ reads: 1, glances: 0.5, skill: 1 }], 60).verdict).toBe('undecided');
});

test('a policy at chance has nothing to lose', () => {
  const { verdict, reason } = thrice({ reads: 0, glances: 0, skill: 0.5 });
  expect(verdict).toBe('not trained');
  expect(reason).toMatch(/does not clear chance \(50\.0%\)/);
});

/** A condition trained under a few seeds: the policy that each ended as, and whether its curve reached its level. */
function trained(runs: readonly { policy: PlantedPolicy; solved: boolean }[]): ConditionAnalysis {
  return analyze({
    ...plantedLoan([]),
    runs: runs.map(({ policy, solved }, seed) => {
      const before = { ...reader, skill: 0.6 };
      const training = { before, steps: 60, jump: solved ? 20 : 1000, checkpoints: [], checkpointPrompts: 0 };
      return plantedRun({ condition: 'it', seed, prompts: 300, policy, training });
    }),
    rules: { it: 'factors' },
    solved: { it: 0.97 },
    options,
  }).conditions.it!;
}
const loose = { policy: glancer, solved: true };
const guessing: PlantedPolicy = { reads: 0, glances: 0, skill: 0.5 };

test('a run below its solved level counts, is named, and may contradict the others', () => {
  const { verdict, reason, seeds, leftOut, bySeed, agreement } = trained([
    loose,
    { policy: reader, solved: false },
    loose,
  ]);
  expect(verdict).toBe('undecided');
  expect([seeds, leftOut]).toEqual([[0, 1, 2], []]);
  expect(Object.values(bySeed).map((one) => one.verdict)).toEqual(['vestigial', 'load-bearing', 'vestigial']);
  expect(agreement).toMatchObject({ verdict: 'vestigial', count: 2, of: 3 });
  expect(agreement.low).toBeCloseTo(0.0943, 4);
  expect(agreement.high).toBeCloseTo(0.9916, 4);
  expect(reason).toMatch(/vestigial in 2 of 3 seeds \(0, 2\), load-bearing in seed 1/);
  expect(reason).toMatch(
    /seed 1 stayed below the accuracy that counts as solved \(97\.0%, as sampled\), and counts/,
  );
});

test('a run whose most probable answers never left chance is left out, and named', () => {
  const { verdict, reason, seeds, leftOut, estimates, training, bySeed } = trained([
    loose,
    { policy: guessing, solved: false },
    loose,
  ]);
  expect(verdict).toBe('vestigial');
  expect([seeds, leftOut]).toEqual([[0, 2], [1]]);
  expect(reason).toMatch(/seed 1 never left chance and is left out\.$/);
  expect(Object.keys(estimates['accuracy.own']!.bySeed)).toEqual(['0', '1', '2']);
  expect(estimates['accuracy.own']).toMatchObject({ seeds: 2, prompts: 600 });
  expect(training['1']).toMatchObject({ leftChance: false, solved: false });
  expect(bySeed['1']!.verdict).toBe('not trained');
});

test('where leaving a run out would change the verdict, it is undecided and says why', () => {
  const barely: PlantedPolicy = { reads: 1, glances: 0, skill: 0.55 };
  const { verdict, reason, leftOut } = trained([loose, loose, { policy: barely, solved: false }]);
  expect(leftOut).toEqual([2]);
  expect(verdict).toBe('undecided');
  expect(reason).toMatch(
    /^Without seed 2, which never left chance, it would be vestigial, with it undecided, so it is undecided; /,
  );
});

test('seeds that differ in what they have learned are not said to have learned nothing', () => {
  const slow: PlantedPolicy = { reads: 1, glances: 0, skill: 0.66 };
  const { verdict, reason } = trained([loose, { policy: slow, solved: false }, loose]);
  expect(verdict).toBe('undecided');
  expect(reason).toMatch(
    /^3 of 3 seeds have accuracy to lose, but they differ too much to judge them together/,
  );
});

test('half of the runs at chance leave nothing to judge', () => {
  const stuck = { policy: guessing, solved: false };
  const { verdict, reason } = trained([loose, stuck, stuck]);
  expect(verdict).toBe('not trained');
  expect(reason).toMatch(/^2 of 3 runs never left chance \(50\.0%\)/);
});
