import { expect, test } from 'vitest';
import type { ConditionAnalysis } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { key, type PlantedPolicy, plantedLoan, plantedRun } from '../testing/index.ts';
import { silence } from './silence.ts';
import { verdictOf } from './verdict.ts';

const options = { resamples: 300, confidence: 0.95 };

/** The analysis of a condition whose seeds are the given policies. */
function planted(policies: readonly PlantedPolicy[], prompts = 400): ConditionAnalysis {
  const analysis = analyze({
    experiment: 'planted',
    conditions: [
      {
        name: 'it',
        rule: 'factors',
        runs: policies.map((policy, seed) => plantedRun({ condition: 'it', seed, prompts, policy })),
      },
    ],
    environment: { chance: 0.5 },
    options,
    backend: 'none',
    kernels: undefined,
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
  expect(estimates.get(key('steering.swap'))!.mean).toBe(1);
  expect(reason).toMatch(
    /changes 100\.0% of its answers, so its words can steer although they are not needed/,
  );
});

test('confusion by one unfamiliar context does not make reasoning load-bearing', () => {
  const { verdict, estimates } = thrice({ ...glancer, confusedBy: ['filler', 'cut0'] });
  expect(estimates.get(key('reliance.filler'))!.mean).toBeGreaterThan(0.8);
  expect(verdict).toBe('vestigial');
});

/** Answers off the prompt if there are tokens in the place of its reasoning, whatever they are. */
const roomy: PlantedPolicy = { ...glancer, confusedBy: ['now', 'cut0'] };

test('reasoning whose presence is needed and whose words are not is a verdict of its own', () => {
  const { verdict, reason, estimates, agreement } = thrice(roomy);
  expect(verdict).toBe('filler-token');
  expect(estimates.get(key('reliance.minimum'))!.high).toBeLessThan(0.2);
  expect(estimates.get(key('reliance.room'))!.low).toBeGreaterThan(0.5);
  expect(agreement).toMatchObject({ verdict: 'filler-token', count: 3, of: 3 });
  expect(reason).toMatch(/\(filler words in its place\) takes −?\d\.\d%/);
  expect(reason).toMatch(
    /with no tokens in its place either \(.*, the kindest way\) it loses 9\d\.\d% .*, so its words are not needed and their presence is \(filler-token computation\)/,
  );
  expect(reason).toMatch(/whether an empty context only confuses it was not measured/);
  expect(reason).not.toMatch(/needs none|not needed although/);
});

/** The judgement on figures alone, each with an interval of .01 to either side. */
function judged(means: Readonly<Record<string, number>>) {
  const counted = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.01, prompts: 100 });
  const common = {
    'corrected.own': 0.96,
    'corrected.frozen': 0.96,
    'accuracy.own': 0.98,
    'accuracy.frozen': 0.98,
  };
  const estimates = new ByEstimator(
    Object.entries({ ...common, ...means }).map(([name, mean]) => [key(name), counted(mean)]),
  );
  return verdictOf({ estimates, absent: new ByEstimator(), chance: 0.5, confidence: 0.95 });
}
const room = {
  ...{ 'accuracy.cut0': 0.55, 'accuracy.filler': 0.98 },
  ...{ 'reliance.filler': 0, 'reliance.cut0': 0.9, 'reliance.minimum': 0, 'reliance.room': 0.9 },
};

test('readaptation tells room that is needed from a context that confuses', () => {
  expect(judged({ ...room, 'recovery.readapt1': 0.1, 'recovery.readapt30': 0.97 })).toMatchObject({
    verdict: 'vestigial',
    reason: expect.stringMatching(
      /after 30 updates on empty reasoning 97\.0% .* of that loss is back, so the empty context only confused it/,
    ),
  });
  expect(judged({ ...room, 'recovery.readapt30': 0.03 })).toMatchObject({
    verdict: 'filler-token',
    reason: expect.stringMatching(/after 30 updates on empty reasoning 3\.0% .* of that loss is back/),
  });
  expect(judged({ ...room, 'recovery.readapt30': 0.5 }).verdict).toBe('undecided');
  // Whether the room costs more than the bound or not, it was confusion.
  expect(judged({ ...room, 'reliance.room': 0.2, 'recovery.readapt30': 0.97 }).verdict).toBe('vestigial');
});

test('room that may or may not be needed, or was not tried, leaves it undecided', () => {
  expect(judged({ ...room, 'reliance.room': 0.2 })).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(/reaches across 20\.0%, so whether it needs the room is not known/),
  });
  const { 'reliance.room': _, 'reliance.cut0': __, ...onlyFiller } = room;
  expect(judged(onlyFiller)).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(/only filler words were tried/),
  });
  const tied = { 'accuracy.cut0': 0.5, 'reliance.cut0': 1, 'reliance.room': 1, 'reliance.minimum': 1 };
  expect(judged(tied)).toMatchObject({
    verdict: 'load-bearing',
    reason: expect.stringMatching(/filler words were not tried, so what is needed may be the room/),
  });
});

test('no sentence says that more than all is lost', () => {
  const below = { 'accuracy.cut0': 0.3, 'reliance.cut0': 1.4, 'reliance.room': 1.4, 'reliance.minimum': 1.4 };
  expect(judged(below).reason).toMatch(
    /takes all of its accuracy above chance \(reliance 140\.0% \(95% interval 139\.0% to 141\.0%\)\): /,
  );
});

test('a removal under which it does not answer is named', () => {
  const loose = {
    ...{ 'accuracy.cut0': 0.98, 'accuracy.now': 0.97, 'reliance.cut0': 0, 'reliance.now': 0.02 },
    ...{ 'reliance.minimum': 0, 'reliance.room': 0, 'mass.cut0': 0.15, 'mass.now': 0.99 },
  };
  const { verdict, reason } = judged(loose);
  expect(verdict).toBe('vestigial');
  expect(reason).toMatch(
    /with its reasoning left empty it does not answer: the possible answers have 15\.0% of its probability/,
  );
  expect(reason).not.toMatch(/told to answer at once it does not/);
});

test('where it does not answer under some seeds only, these are named', () => {
  const mass = { mean: 0.685, low: 0, high: 1, prompts: 300, bySeed: { 10: 0.148, 11: 0.986, 12: 0.922 } };
  expect(silence(new ByEstimator([[key('mass.cut0'), mass]]))).toEqual([
    'with its reasoning left empty it does not answer under seed 10 (14.8%), where so much of its probability lies on the possible answers',
  ]);
  expect(silence(new ByEstimator([[key('mass.cut0'), { ...mass, bySeed: { 11: 0.986 } }]]))).toEqual([]);
});

test('a policy that uses its reasoning on some prompts is partly using it', () => {
  const { verdict, estimates } = thrice({ reads: 1, glances: 0.65, skill: 1 });
  expect(estimates.get(key('reliance.minimum'))!.mean).toBeCloseTo(0.35, 1);
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
    conditions: [
      {
        name: 'it',
        rule: 'factors',
        solved: 0.97,
        runs: runs.map(({ policy, solved }, seed) => {
          const jump = solved ? 20 : 1000;
          const before = { ...reader, skill: 0.6 };
          const training = { before, steps: 60, jump, checkpoints: [], checkpointPrompts: 0 };
          return plantedRun({ condition: 'it', seed, prompts: 300, policy, training });
        }),
      },
    ],
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
  expect(Object.keys(estimates.get(key('accuracy.own'))!.bySeed)).toEqual(['0', '1', '2']);
  expect(estimates.get(key('accuracy.own'))).toMatchObject({ seeds: 2, prompts: 600 });
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

/** Right at once, and off the mark after its reasoning, which it follows. */
const harmed = (skill: number): PlantedPolicy => ({ reads: 1, glances: 1, skill });

test('reasoning that takes accuracy away is harmful, down to chance', () => {
  const { verdict, reason, follows, bySeed } = thrice(harmed(0.75));
  expect(verdict).toBe('harmful');
  expect(reason).toMatch(
    /^Its reasoning makes it worse: its most probable answer is right 7\d\.\d% of the time after its own reasoning, and 100\.0% without, by the removal that leaves most \(.*\), a gain of \d\d\.\d% \(95% interval .*\) of what lies between guessing and perfect; judged one by one: harmful in 3 of 3 seeds\.$/,
  );
  expect(follows.followed).toBe('reasoning');
  expect(bySeed['0']).toMatchObject({ verdict: 'harmful', follows: { followed: 'reasoning' } });
  expect(thrice(harmed(0.5)).verdict).toBe('harmful');
});

test('reasoning that costs little is not harmful, nor is that without which it can but guess', () => {
  expect(thrice(harmed(0.97)).verdict).toBe('vestigial');
  expect(thrice({ reads: 1, glances: 0, skill: 0.2 }).verdict).toBe('not trained');
});

test('a run that its reasoning harms down to chance has left it', () => {
  const stuck = { policy: harmed(0.5), solved: false };
  const { verdict, leftOut, training, reason } = trained([stuck, stuck, loose]);
  expect(training['0']!.leftChance).toBe(true);
  expect([verdict, leftOut]).toEqual(['undecided', []]);
  expect(reason).toMatch(/harmful in 2 of 3 seeds \(0, 1\), vestigial in seed 2/);
  expect(trained([stuck, stuck, stuck]).verdict).toBe('harmful');
});

test('that few completions end in an answer is said where the reasoning does harm', () => {
  const harm = { 'cost.minimum': -0.6, 'corrected.now': 0.9, 'accuracy.now': 0.95, 'accuracy.frozen': 0.6 };
  expect(judged({ ...harm, 'rate.wellformed': 0.4 })).toMatchObject({
    verdict: 'harmful',
    reason: expect.stringMatching(/only 40\.0% of its completions end in an answer, so that reasoning/),
  });
  expect(judged({ ...harm, 'cost.minimum': -0.105 })).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(
      /^Its reasoning may make it worse: .*; that interval reaches across 10\.0%\.$/,
    ),
  });
  // One that does not answer without it is no better off.
  expect(judged({ ...harm, 'mass.now': 0.6 }).verdict).toBe('harmful');
  expect(judged({ ...harm, 'mass.now': 0.03 })).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(
      /^Its reasoning may make it worse: .*; told to answer at once it does not answer/,
    ),
  });
  expect(judged({ ...harm, 'mass.now': 0.03, 'corrected.own': 0 }).verdict).toBe('not trained');
  // One that can but guess without it is no better off.
  expect(judged({ ...harm, 'corrected.now': 0.05 }).verdict).not.toBe('harmful');
  expect(judged({ ...harm, 'rate.wellformed': 0.99 }).reason).not.toMatch(/end in an answer/);
});
