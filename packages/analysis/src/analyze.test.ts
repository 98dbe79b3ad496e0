import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  estimateColumns,
  type InterventionRow,
  interventionColumns,
  readTable,
  writeTable,
} from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { type AnalyzeInput, analyze } from './analyze.ts';
import { AnalysisError } from './error.ts';
import { estimateRows } from './estimateRows.ts';
import { estimatorName } from './keys/estimatorKey.ts';
import { treatmentName } from './keys/interventions.ts';
import { key, PLANTED_INTERVENTIONS, plantedLoan } from './testing/index.ts';

const small = { prompts: 200, checkpointPrompts: 40, resamples: 400 };
const input = plantedLoan([0, 1, 2], small);
const analysis = analyze(input);

/** The final policies' rows, each replaced; undefined drops it. Few resamples: the point estimates matter. */
function changed(edit: (row: InterventionRow) => InterventionRow | undefined): AnalyzeInput {
  return {
    ...input,
    options: { ...input.options, resamples: 100 },
    conditions: input.conditions.map((condition) => ({
      ...condition,
      runs: condition.runs.map((run) => ({
        ...run,
        interventions: [...run.interventions].filter((row) => row.final).flatMap((row) => edit(row) ?? []),
      })),
    })),
  };
}

test('every estimator of the README is there', () => {
  expect(analysis.conditions.biased!.estimates.keys().map(estimatorName)).toMatchInlineSnapshot(`
    [
      "accuracy.own",
      "accuracy.frozen",
      "accuracy.now",
      "accuracy.cut0",
      "accuracy.cut25",
      "accuracy.cut50",
      "accuracy.cut75",
      "accuracy.filler",
      "accuracy.shuffle",
      "accuracy.swap",
      "corrected.own",
      "corrected.frozen",
      "corrected.now",
      "corrected.cut0",
      "corrected.cut25",
      "corrected.cut50",
      "corrected.cut75",
      "corrected.filler",
      "corrected.shuffle",
      "corrected.swap",
      "difference.own",
      "difference.now",
      "difference.cut0",
      "difference.cut25",
      "difference.cut50",
      "difference.cut75",
      "difference.filler",
      "difference.shuffle",
      "difference.swap",
      "unchanged.now",
      "unchanged.cut0",
      "unchanged.cut25",
      "unchanged.cut50",
      "unchanged.cut75",
      "unchanged.filler",
      "unchanged.shuffle",
      "unchanged.swap",
      "unchanged.flip",
      "follows.flip",
      "early.aoc",
      "early.cir",
      "steering.swap",
      "dependence.now",
      "dependence.cut0",
      "dependence.filler",
      "dependence.minimum",
      "dependence.swap",
      "dependence.flip",
      "reliance.now",
      "reliance.cut0",
      "reliance.filler",
      "reliance.minimum",
      "reliance.room",
      "cost.minimum",
      "necessity.now",
      "necessity.cut0",
      "necessity.filler",
      "sufficiency.swap",
      "mediation.direct",
      "rate.mention",
      "rate.truthful",
      "rate.invented",
      "rate.wellformed",
      "rate.concludes",
      "agreement.conclusion",
      "length.cot",
      "length.judgements",
      "probability.frozen",
      "probability.now",
      "probability.cut0",
      "probability.cut25",
      "probability.cut50",
      "probability.cut75",
      "probability.filler",
      "probability.shuffle",
      "probability.swap",
      "mass.frozen",
      "mass.now",
      "mass.cut0",
      "mass.cut25",
      "mass.cut50",
      "mass.cut75",
      "mass.filler",
      "mass.shuffle",
      "mass.swap",
      "mass.flip",
    ]
  `);
});

test('estimates agree with the tables', () => {
  const { estimates } = analysis.conditions.fair!;
  const final = input.conditions
    .find(({ name }) => name === 'fair')!
    .runs.map(({ interventions }) => [...interventions].filter((row) => row.final));
  const share = (intervention: string, of: (row: InterventionRow) => number) => {
    const rows = final.flat().filter((row) => row.intervention === intervention);
    return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  };
  const own = share('own', (row) => row.right);
  const frozen = share('frozen', (row) => row.right);
  const shuffle = share('shuffle', (row) => row.right);
  expect(estimates.get(key('accuracy.own'))!.mean).toBeCloseTo(own, 5);
  expect(estimates.get(key('corrected.own'))!.mean).toBeCloseTo(2 * own - 1, 5);
  expect(estimates.get(key('difference.shuffle'))!.mean).toBeCloseTo(shuffle - frozen, 5);
  expect(estimates.get(key('unchanged.flip'))!.mean).toBe(share('flip', (row) => row.unchanged));
  expect(estimates.get(key('length.cot'))!.bySeed['1']).toBeCloseTo(
    final[1]!.filter((row) => row.intervention === 'own').reduce((sum, row) => sum + row.cot_length, 0) / 200,
    5,
  );
  for (const { mean, low, high } of estimates.values()) {
    expect(low).toBeLessThanOrEqual(mean + 1e-9);
    expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
  }
});

test('differences are paired: theirs are narrower than the intervals of the accuracies apart', () => {
  // Under `frozen` and `own` the same prompts are right, but for slips.
  const { estimates } = analysis.conditions.base!;
  const width = (name: string) => estimates.get(key(name))!.high - estimates.get(key(name))!.low;
  expect(width('accuracy.frozen')).toBeGreaterThan(0.03);
  expect(width('difference.own')).toBeLessThan(0.01);
});

test('the battery says which interventions differ from the most probable answer after the own reasoning', () => {
  const differs = (condition: string) =>
    [...analysis.conditions[condition]!.comparisons].flatMap(([treatment, { differs, holm, p }]) => {
      expect(holm).toBeGreaterThanOrEqual(p);
      return differs ? [treatmentName(treatment)] : [];
    });
  expect(differs('fair')).toContain('now');
  expect(differs('fair')).toContain('swap');
  expect(differs('biased')).not.toContain('now');
  expect(analysis.conditions.fair!.comparisons.get({ intervention: 'frozen' })).toBeUndefined();
});

test('it is the same each time', () => {
  const again = changed((row) => row);
  expect(analyze(again)).toEqual(analyze(again));
  expect(analyze({ ...again, seed: 1 }).conditions).not.toEqual(analyze(again).conditions);
});

test('checkpoints are in order and end with the final policy', () => {
  const seed1 = analysis.conditions.biased!.checkpoints.filter(({ seed }) => seed === 1);
  expect(seed1.map(({ step }) => step)).toEqual([0, 10, 20, 30, 40, 50, 60, 80, 100, 120, 140, 160]);
  expect(seed1.map(({ final }) => final).indexOf(true)).toBe(11);
  expect(seed1[0]!.estimates.get(key('unchanged.flip'))!.mean).toBe(1);
  expect(seed1.at(-1)!.estimates.get(key('unchanged.flip'))!.mean).toBeLessThan(0.5);
  expect(analysis.conditions.base!.checkpoints.map(({ step }) => step)).toEqual([0, 0, 0]);
});

test('curves and training outcomes are those of runs with updates', () => {
  expect(analysis.conditions.base!.curves).toEqual({});
  expect(analysis.conditions.base!.training).toEqual({});
  expect(analysis.conditions.biased!.curves['2']!.step).toHaveLength(160);
  expect(analysis.conditions.biased!.training['0']).toEqual({
    steps: 160,
    solved: true,
    leftChance: true,
  });
});

test('examples are ten a condition, in words, spread over the seeds', () => {
  const { examples } = analysis.conditions.biased!;
  expect(examples.map(({ seed }) => seed)).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
  const [first] = examples;
  expect(first!.question).toMatch(/^nationality\d income\d credit\d debt\d job\d age\d$/);
  const { start, end, kind } = first!.units.at(-1)!;
  expect([kind, end]).toEqual(['conclusion', first!.thought.length]);
  expect(['approve', 'deny']).toContain(first!.thought.slice(start, end));
  expect(['approve', 'deny']).toContain(first!.answer);
  expect(examples.every(({ now, label }) => now === label)).toBe(true);
});

test('a malformed completion has no answer', () => {
  const broken = analyze(changed((row) => (row.intervention === 'own' ? { ...row, answer: null } : row)));
  expect(broken.conditions.base!.examples[0]!.answer).toBeNull();
  expect(broken.conditions.base!.estimates.get(key('rate.wellformed'))!.mean).toBe(0);
});

test('truthfulness is pooled over judgements, and absent where none was made', () => {
  const two = analyze(
    changed((row) => ({
      ...row,
      judgements: row.problem_id === 0 ? 6 : 2,
      truthful: row.problem_id === 0 ? 0 : 2,
      invented: row.problem_id === 0 ? 4 : 0,
    })),
  );
  expect(two.conditions.base!.estimates.get(key('rate.truthful'))!.mean).toBeCloseTo(398 / 404, 5);
  expect(two.conditions.base!.estimates.get(key('rate.invented'))!.mean).toBeCloseTo(4 / 404, 5);
  const none = analyze(changed((row) => ({ ...row, judgements: 0, truthful: 0, invented: 0 })));
  for (const rate of ['rate.truthful', 'rate.invented']) {
    expect(none.conditions.base!.estimates.get(key(rate))).toBeUndefined();
  }
});

test('prompts on which an intervention is missing do not count for it', () => {
  const partial = analyze(
    changed((row) => (row.intervention === 'swap' && row.problem_id % 2 === 0 ? undefined : row)),
  );
  expect(partial.conditions.fair!.estimates.get(key('unchanged.swap'))!.mean).toBe(0);
});

test('other fractions are cuts too', () => {
  const renamed = analyze(
    changed((row) => (row.intervention === 'cut25' ? { ...row, intervention: 'cut12.5' } : row)),
  );
  expect(renamed.interventions.slice(0, 6).map(treatmentName)).toEqual([
    'own',
    'frozen',
    'now',
    'cut0',
    'cut12.5',
    'cut50',
  ]);
  expect(renamed.conditions.fair!.estimates.get(key('early.aoc'))).toBeDefined();
});

test('what is missing is named', () => {
  expect(() => analyze(changed((row) => ({ ...row, final: false })))).toThrow(
    /interventions of base, seed 0: 0 final checkpoints; expected 1/,
  );
  expect(() => analyze(changed((row) => (row.intervention === 'frozen' ? undefined : row)))).toThrow(
    /base, seed 0: frozen missing; it has own, now/,
  );
  const none = [{ name: 'other', rule: 'factors', runs: [] }];
  expect(() => analyze({ ...input, conditions: none })).toThrow(AnalysisError);
  expect(() => analyze({ ...input, conditions: none })).toThrow('condition other: no runs to analyze');
});

test('tables survive the way through Arrow: interventions in, estimates out', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vestige-analysis-'));
  const columns = interventionColumns(PLANTED_INTERVENTIONS);
  const few = changed((row) => row);
  const conditions = [];
  for (const condition of few.conditions) {
    const runs = [];
    for (const run of condition.runs) {
      const path = join(directory, `${condition.name}-${run.seed}.arrow`);
      await writeTable(path, columns, [...run.interventions], { table: 'interventions' });
      runs.push({ ...run, interventions: readTable(path, columns).rows() });
    }
    conditions.push({ ...condition, runs });
  }
  const again = analyze({ ...few, conditions });
  expect(again.conditions.base!.estimates.get(key('accuracy.own'))).toEqual(
    analyze(few).conditions.base!.estimates.get(key('accuracy.own')),
  );
  for (const [name, { examples }] of Object.entries(again.conditions)) {
    expect(examples).toEqual(analysis.conditions[name]!.examples);
  }
  const rows = estimateRows(again);
  const path = join(directory, 'analysis.arrow');
  await writeTable(path, estimateColumns, rows, { table: 'analysis' });
  const read = [...readTable(path, estimateColumns).rows()];
  expect(read).toHaveLength(rows.length);
  const whole = read.filter(({ seed, condition }) => seed === null && condition === 'fair');
  expect(whole.map(({ estimator }) => estimator)).toEqual(
    analysis.conditions.fair!.estimates.keys().map(estimatorName),
  );
  expect(whole.every(({ step, prompts }) => step === null && prompts === 600)).toBe(true);
});

test('a condition in another environment has its own chance and its own units', () => {
  const environment = { chance: 0.1, units: () => [] };
  const few = changed((row) => row);
  const { conditions } = analyze({
    ...few,
    conditions: few.conditions.map((one) => (one.name === 'fair' ? { ...one, environment } : one)),
  });
  const [own, corrected] = ['accuracy.own', 'corrected.own'].map((name) =>
    conditions.fair!.estimates.get(key(name)),
  );
  expect(corrected!.mean).toBeCloseTo((own!.mean - 0.1) / 0.9, 4);
  expect(conditions.fair!.chance).toBe(0.1);
  expect(conditions.biased).not.toHaveProperty('chance');
  expect(conditions.fair!.examples[0]!.units).toEqual([]);
  expect(conditions.biased!.examples[0]!.units.length).toBeGreaterThan(4);
});
