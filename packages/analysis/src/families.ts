import { acrossSeeds } from './acrossSeeds.ts';
import type { Estimate, Family, WordDrift } from './analysis.ts';
import { driftFigures } from './drift.ts';
import { moments, type Point, regressionEstimators } from './regression.ts';

/** Where a condition comes from, if from a sweep: a value of a field, and the name its family has in the file. */
export interface SweptFrom {
  readonly of: string;
  readonly field: string;
  readonly value: unknown;
}

type Drifts = Readonly<Record<string, readonly WordDrift[]>>;

/**
 * The swept conditions by family, with what can be estimated only over all points of a sweep: how drifts go with
 * what should explain them. Families without measured drifts have no estimates.
 */
export function familiesOf(
  swept: Readonly<Record<string, SweptFrom>>,
  drift: Drifts,
  confidence: number,
): Record<string, Family> {
  const families = Map.groupBy(Object.entries(swept), ([, { of }]) => of);
  return Object.fromEntries(
    [...families].map(([name, members]) => {
      const points = members.map(([condition, { value }]) => ({ condition, value }));
      return [
        name,
        { field: members[0]![1].field, points, estimates: familyEstimates(points, drift, confidence) },
      ];
    }),
  );
}

function familyEstimates(
  points: Family['points'],
  drift: Drifts,
  confidence: number,
): Record<string, Estimate> {
  const runs = points.flatMap(({ condition, value }) =>
    (drift[condition] ?? []).map((run) => ({
      ...run,
      value: typeof value === 'number' ? value : Number.NaN,
    })),
  );
  const estimates: Record<string, Estimate> = {};
  for (const [word, ofWord] of Map.groupBy(runs, (run) => run.word)) {
    for (const [relation, pointsOf] of Object.entries(RELATIONS)) {
      const seeds = Map.groupBy(ofWord, ({ seed }) => seed);
      const bySeed = [...seeds].flatMap(([seed, some]) => {
        const measured = some.flatMap(pointsOf);
        return measured.length === 0 ? [] : [[seed, moments(measured)] as const];
      });
      const estimators = regressionEstimators(`drift.${word}.${relation}`);
      Object.assign(estimates, acrossSeeds(new Map(bySeed), estimators, confidence));
    }
  }
  return estimates;
}

type SweptRun = WordDrift & { readonly value: number };

const initial =
  (covariance: 'covariance' | 'covarianceWithin') =>
  (run: SweptRun): Point[] => {
    const figures = driftFigures(run);
    return finite([[figures[`initial.${covariance}`]!, figures['initial.measured']!]]);
  };

const byUpdate =
  (prediction: 'predicted' | 'alongStep') =>
  (run: SweptRun): Point[] =>
    finite(run[prediction].map((x, i) => [x ?? Number.NaN, run.measured[i] ?? Number.NaN]));

/** What is put against what: points of a run, x first. */
const RELATIONS: Readonly<Record<string, (run: SweptRun) => Point[]>> = {
  covariance: initial('covariance'),
  covarianceWithin: initial('covarianceWithin'),
  predicted: byUpdate('predicted'),
  alongStep: byUpdate('alongStep'),
  change: (run) => finite([[run.value, driftFigures(run).change!]]),
};

function finite(points: readonly Point[]): Point[] {
  return points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
}
