import type { Estimate, Sweep, WordDrift } from '../analysis.ts';
import { DRIFT_RELATIONS, type DriftRelation } from '../estimators/drift.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { acrossSeeds } from './acrossSeeds.ts';
import { driftFigure } from './drift.ts';
import { moments, type Point, regressionEstimators } from './regression.ts';

/** Where a condition comes from, if from a sweep: a value of a field, and the name that was swept, in the file. */
export interface Swept {
  readonly of: string;
  readonly field: string;
  readonly value: unknown;
}

/** A condition, as far as its sweep is concerned. */
interface SweptCondition {
  readonly name: string;
  readonly swept?: Swept | undefined;
  readonly drift: readonly WordDrift[];
}

/**
 * The swept conditions by sweep, with what can be estimated only over all points of one: how drifts go with what
 * should explain them. Sweeps without measured drifts have no estimates.
 */
export function sweepsOf(conditions: readonly SweptCondition[], confidence: number): Record<string, Sweep> {
  const points = conditions.flatMap(({ name, swept, drift }) => (swept ? [{ ...swept, name, drift }] : []));
  return Object.fromEntries(
    [...Map.groupBy(points, ({ of }) => of)].map(([of, own]) => [
      of,
      {
        field: own[0]!.field,
        points: own.map(({ name, value }) => ({ condition: name, value })),
        estimates: sweepEstimates(own, confidence),
      },
    ]),
  );
}

function sweepEstimates(
  points: readonly { readonly value: unknown; readonly drift: readonly WordDrift[] }[],
  confidence: number,
): ByEstimator<Estimate> {
  const runs = points.flatMap(({ value, drift }) =>
    drift.map((run) => ({ ...run, value: typeof value === 'number' ? value : Number.NaN })),
  );
  const words = [...Map.groupBy(runs, (run) => run.word)];
  return new ByEstimator(
    words.flatMap(([word, ofWord]) =>
      DRIFT_RELATIONS.flatMap((relation) => {
        const seeds = Map.groupBy(ofWord, ({ seed }) => seed);
        const bySeed = [...seeds].flatMap(([seed, some]) => {
          const measured = some.flatMap(POINTS_OF[relation]);
          return measured.length === 0 ? [] : [[seed, moments(measured)] as const];
        });
        return acrossSeeds(new Map(bySeed), regressionEstimators(word, relation), confidence);
      }),
    ),
  );
}

type SweptRun = WordDrift & { readonly value: number };

const initial =
  (covariance: 'covariance' | 'covarianceWithin') =>
  (run: SweptRun): Point[] =>
    finite([[driftFigure(run, `initial.${covariance}`), driftFigure(run, 'initial.measured')]]);

const byUpdate =
  (prediction: 'predicted' | 'alongStep') =>
  (run: SweptRun): Point[] =>
    finite(run[prediction].map((x, i) => [x ?? Number.NaN, run.measured[i] ?? Number.NaN]));

/** What is put against what: points of a run, x first. */
const POINTS_OF: Readonly<Record<DriftRelation, (run: SweptRun) => Point[]>> = {
  covariance: initial('covariance'),
  covarianceWithin: initial('covarianceWithin'),
  predicted: byUpdate('predicted'),
  alongStep: byUpdate('alongStep'),
  change: (run) => finite([[run.value, driftFigure(run, 'change')]]),
};

function finite(points: readonly Point[]): Point[] {
  return points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
}
