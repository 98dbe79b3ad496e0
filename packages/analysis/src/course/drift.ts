import type { DriftRow } from '@vestige/rollouts';
import type { Estimate, WordDrift } from '../analysis.ts';
import type { Estimator } from '../estimate/estimator.ts';
import { DRIFT_CHANGES, DRIFT_COVARIANCES, type DriftFigure } from '../estimators/drift.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import { ByEstimator } from '../keys/keyed.ts';
import type { RunTables } from '../read/runTables.ts';
import { rounded } from '../round.ts';
import { acrossSeeds } from './acrossSeeds.ts';

/** Updates whose mean is the initial slope. */
const FIRST = 10;

/** The rows of `drift.arrow` of a run, by word; none where nobody asked for them. */
export function driftsOf({ seed, drift }: RunTables): WordDrift[] {
  const words = Map.groupBy(drift ?? [], ({ word }) => word);
  return [...words].map(([word, rows]) => {
    const strata = Map.groupBy(rows, ({ stratum }) => stratum);
    const whole = columns(strata.get(null) ?? []);
    return {
      word,
      seed,
      step: whole.step,
      frequency: whole.plain((row) => row.frequency),
      covariance: whole.plain((row) => row.covariance),
      covarianceWithin: whole.plain((row) => row.covariance_within),
      selection: whole.optional((row) => row.selection),
      ...changesIn(whole),
      strata: [...strata.keys()]
        .filter((stratum) => stratum !== null)
        .sort()
        .map((stratum) => {
          const own = columns(strata.get(stratum)!);
          return {
            stratum,
            step: own.step,
            frequency: own.plain((row) => row.frequency),
            ...changesIn(own),
          };
        }),
    };
  });
}

function columns(rows: readonly DriftRow[]) {
  const optional = (of: (row: DriftRow) => number | null) =>
    rows.map((row) => {
      const value = of(row);
      return value === null ? null : rounded(value);
    });
  return {
    step: rows.map(({ step }) => step),
    plain: (of: (row: DriftRow) => number) => rows.map((row) => rounded(of(row))),
    optional,
  };
}

function changesIn({ optional }: ReturnType<typeof columns>) {
  return {
    predicted: optional((row) => row.predicted),
    alongStep: optional((row) => row.along_step),
    measured: optional((row) => row.measured),
  };
}

/**
 * The drift of a word in one run, in figures; NaN where it has none.
 *
 * - `initial.X`: mean of X over the first {@link FIRST} updates, X a change of the log-odds or a covariance;
 * - `total.X`: sum of X over the updates measured, X a change of the log-odds;
 * - `change`: what `total.measured` makes of P(word), less P(word) before the first update. Shares counted at both
 *   ends would differ by their sampling error, which the measured changes share;
 * - `change` on a stratum: the same on its prompts;
 * - `within.largest`: the largest of these, in absolute value.
 *
 * Updates without log-odds, the word being in all probes or in none, do not count.
 */
export function driftFigures(drift: WordDrift): ByEstimator<number> {
  const initial = (values: readonly (number | null)[]) => {
    const first = defined(values.filter((_, i) => drift.step[i]! <= FIRST));
    return sum(first) / first.length;
  };
  const figures: [EstimatorKey, number][] = [];
  const tell = (figure: DriftFigure, value: number, stratum?: string) => {
    const key = { quantity: 'drift', word: drift.word, figure } as const;
    figures.push([stratum === undefined ? key : { ...key, stratum }, value]);
  };
  for (const name of [...DRIFT_CHANGES, ...DRIFT_COVARIANCES]) tell(`initial.${name}`, initial(drift[name]));
  for (const name of DRIFT_CHANGES) tell(`total.${name}`, sum(defined(drift[name])));
  tell('change', changeOf(drift));
  const within = drift.strata.map((one) => ({ stratum: one.stratum, change: changeOf(one) }));
  for (const { stratum, change } of within) tell('change', change, stratum);
  const sizes = within.map(({ change }) => Math.abs(change)).filter(Number.isFinite);
  if (within.length > 0) tell('within.largest', sizes.length > 0 ? Math.max(...sizes) : Number.NaN);
  return new ByEstimator(figures);
}

/** A figure of the drift of a word on all prompts; NaN where it has none. */
export function driftFigure(drift: WordDrift, figure: DriftFigure): number {
  return driftFigures(drift).get({ quantity: 'drift', word: drift.word, figure }) ?? Number.NaN;
}

function changeOf({ frequency, measured }: Pick<WordDrift, 'frequency' | 'measured'>): number {
  return shifted(frequency[0]!, sum(defined(measured))) - frequency[0]!;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const defined = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** A share whose log-odds are changed. */
function shifted(share: number, change: number): number {
  const odds = (share / (1 - share)) * Math.exp(change);
  return odds / (1 + odds);
}

/** The drift of the words of a condition over all its seeds: how a run began says nothing of where it ended. */
export function driftEstimates(drifts: readonly WordDrift[], confidence: number): [EstimatorKey, Estimate][] {
  return [...Map.groupBy(drifts, ({ word }) => word).values()].flatMap((runs) => {
    const bySeed = runs.map((run) => [run.seed, driftFigures(run)] as const);
    const keys = new ByEstimator(bySeed.flatMap(([, figures]) => [...figures])).keys();
    return keys.flatMap((key) => {
      const values = bySeed.map(([seed, figures]) => [seed, [figures.get(key) ?? Number.NaN]] as const);
      const finite = values.filter(([, [value]]) => Number.isFinite(value));
      const estimator: Estimator = {
        key,
        on: [],
        value: ([value]) => value!,
        ...(key.quantity === 'drift' && key.figure === 'within.largest' && { range: [0, 1] as const }),
      };
      return acrossSeeds(new Map(finite), [estimator], confidence);
    });
  });
}
