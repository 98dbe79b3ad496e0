import type { DriftRow } from '@vestige/rollouts';
import { acrossSeeds } from './acrossSeeds.ts';
import type { Estimate, WordDrift } from './analysis.ts';
import { rounded } from './round.ts';
import type { RunTables } from './runTables.ts';

/** Updates whose mean is the initial slope. */
const FIRST = 10;

/** Changes of the log-odds, each told as a total and as an initial slope. */
const CHANGES = ['measured', 'predicted', 'alongStep', 'selection'] as const;
/** What the advantage shares with the word, told of the first updates. */
const COVARIANCES = ['covariance', 'covarianceWithin'] as const;

/** Stratum of the rows that are about all prompts. */
const ALL = 'all';

/** The rows of `drift.arrow` of a run, by word; none where nobody asked for them. */
export function driftsOf({ seed, drift }: RunTables): WordDrift[] {
  const words = Map.groupBy(drift ?? [], ({ word }) => word);
  return [...words].map(([word, rows]) => {
    const strata = Map.groupBy(rows, ({ stratum }) => stratum);
    const whole = columns(strata.get(ALL) ?? []);
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
        .filter((stratum) => stratum !== ALL)
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
 * - `within.S.change`: the same on the prompts of stratum S;
 * - `within.largest`: the largest of these, in absolute value.
 *
 * Updates without log-odds, the word being in all probes or in none, do not count.
 */
export function driftFigures(drift: WordDrift): Readonly<Record<string, number>> {
  const initial = (values: readonly (number | null)[]) => {
    const first = defined(values.filter((_, i) => drift.step[i]! <= FIRST));
    return sum(first) / first.length;
  };
  const within = drift.strata.map((stratum) => [stratum.stratum, changeOf(stratum)] as const);
  const sizes = within.map(([, change]) => Math.abs(change)).filter(Number.isFinite);
  return {
    ...Object.fromEntries(
      [...CHANGES, ...COVARIANCES].map((name) => [`initial.${name}`, initial(drift[name])]),
    ),
    ...Object.fromEntries(CHANGES.map((name) => [`total.${name}`, sum(defined(drift[name]))])),
    change: changeOf(drift),
    ...Object.fromEntries(within.map(([stratum, change]) => [`within.${stratum}.change`, change])),
    ...(within.length > 0 && { [LARGEST_WITHIN]: sizes.length > 0 ? Math.max(...sizes) : Number.NaN }),
  };
}

/** Figure of the largest change of P(word) on one kind of prompts. */
export const LARGEST_WITHIN = 'within.largest';

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

/** `drift.<word>.<figure>` of a condition, over all its seeds: how a run began says nothing of where it ended. */
export function driftEstimates(drifts: readonly WordDrift[], confidence: number): Record<string, Estimate> {
  const estimates: Record<string, Estimate> = {};
  for (const [word, runs] of Map.groupBy(drifts, (drift) => drift.word)) {
    const bySeed = runs.map((run) => [run.seed, driftFigures(run)] as const);
    for (const figure of new Set(bySeed.flatMap(([, figures]) => Object.keys(figures)))) {
      const values = bySeed.map(([seed, figures]) => [seed, [figures[figure] ?? Number.NaN]] as const);
      const finite = values.filter(([, [value]]) => Number.isFinite(value));
      const estimator = {
        name: `drift.${word}.${figure}`,
        on: [],
        value: ([value]: Float64Array) => value!,
        ...(figure === LARGEST_WITHIN && { range: [0, 1] as const }),
      };
      Object.assign(estimates, acrossSeeds(new Map(finite), [estimator], confidence));
    }
  }
  return estimates;
}
