import { calibrationProject } from '../load.ts';
import type { Calibration } from '../options.ts';
import type { IntervalRow, VerdictRow } from '../tables.ts';
import type { CalibrationMetrics, Coverage, Share, VerdictShare } from './metrics.ts';

/** Stands for all policies, or all estimators, together. */
export const ALL = 'all together';
/** Subject of the verdict on a policy as a whole. */
export const WHOLE = 'whole';
/** Verdicts that say something of the use of the chain of thought. */
const DECIDED: readonly string[] = ['load-bearing', 'partly used', 'vestigial'];

/** Shares of right verdicts and of intervals that hold the truth, from the rows of every policy. */
export function summarize(
  calibration: Calibration,
  verdictRows: readonly VerdictRow[],
  intervalRows: readonly IntervalRow[],
): CalibrationMetrics {
  const { seeds, simulations, confidence, prompts } = calibration;
  const verdicts = grouped(verdictRows, ({ policy, subject, prompts: n, spread }) => [
    policy,
    subject,
    n,
    spread,
  ]).map(verdictShare);
  const coverage = [
    ...grouped(intervalRows, ({ estimator, policy, prompts: n, spread }) => [
      estimator,
      policy,
      n,
      spread,
    ]).map((rows) => coverageOf(rows, rows[0]!.estimator, rows[0]!.policy)),
    ...grouped(intervalRows, ({ estimator, prompts: n, spread }) => [estimator, n, spread]).map((rows) =>
      coverageOf(rows, rows[0]!.estimator, ALL),
    ),
    ...grouped(intervalRows, ({ prompts: n, spread }) => [n, spread]).map((rows) =>
      coverageOf(rows, ALL, ALL),
    ),
  ];
  const most = Math.max(...prompts);
  const wholes = verdicts.filter(({ subject }) => subject === WHOLE);
  const plain = wholes.filter((verdict) => verdict.prompts === most && verdict.spread === 0);
  const worst = plain.reduce((least, verdict) => (verdict.share < least.share ? verdict : least));
  const using = wholes.filter(({ expected }) => expected !== 'vestigial');
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const wholeRows = verdictRows.filter(({ subject }) => subject === WHOLE);
  const atMost = wholeRows.filter((row) => row.prompts === most && row.spread === 0);
  const { share, error, count } = coverage.find(
    (one) => one.estimator === ALL && one.policy === ALL && one.prompts === most && one.spread === 0,
  )!;
  return {
    schemaVersion: 1,
    calibration: calibrationProject(calibration),
    seeds,
    simulations,
    confidence,
    headline: {
      worst: { policy: worst.policy, ...pick(worst) },
      right: shareOf(atMost, ({ found, expected }) => found === expected),
      falselyVestigial: {
        count: sum(using.map(({ found }) => found.vestigial ?? 0)),
        of: sum(using.map(({ count: experiments }) => experiments)),
      },
      wrong: {
        count: wholeRows.filter(({ found, expected }) => DECIDED.includes(found) && found !== expected)
          .length,
        of: wholeRows.length,
      },
      coverage: { share, error, count },
    },
    verdicts,
    coverage,
  };
}

function pick({ share, error, count }: Share): Share {
  return { share, error, count };
}

function verdictShare(rows: readonly VerdictRow[]): VerdictShare {
  const { policy, subject, prompts, spread, expected } = rows[0]!;
  const found: Record<string, number> = {};
  for (const row of rows) found[row.found] = (found[row.found] ?? 0) + 1;
  const share = shareOf(rows, (row) => row.found === expected);
  return { policy, subject, prompts, spread: plainDecimal(spread), expected, found, ...share };
}

function coverageOf(rows: readonly IntervalRow[], estimator: string, policy: string): Coverage {
  const { prompts, spread } = rows[0]!;
  const mean = (value: (row: IntervalRow) => number) =>
    rounded(rows.reduce((sum, row) => sum + value(row), 0) / rows.length);
  return {
    policy,
    estimator,
    prompts,
    spread: plainDecimal(spread),
    ...shareOf(rows, ({ holds }) => holds),
    below: mean(({ holds, high, truth }) => (!holds && high < truth ? 1 : 0)),
    above: mean(({ holds, low, truth }) => (!holds && low > truth ? 1 : 0)),
    width: mean(({ low, high }) => high - low),
  };
}

/**
 * Share of rows with a property. Its standard error is that of a mean over experiments, whose rows hang together:
 * with one row an experiment it is the binomial one.
 */
function shareOf<R extends { policy: string; simulation: number }>(
  rows: readonly R[],
  has: (row: R) => boolean,
): Share {
  const experiments = grouped(rows, ({ policy, simulation }) => [policy, simulation]);
  const share = rows.filter(has).length / rows.length;
  // Ratio estimator: each experiment's deviation from what its number of rows leads one to expect.
  const squares = experiments.reduce((sum, own) => {
    const off = (own.filter(has).length - share * own.length) / (rows.length / experiments.length);
    return sum + off * off;
  }, 0);
  const error = Math.sqrt(squares) / experiments.length;
  return { share: rounded(share), error: rounded(error), count: experiments.length };
}

function grouped<R>(rows: readonly R[], key: (row: R) => readonly (string | number)[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = key(row).join('\n');
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}

/** A decimal as it was before it was stored with 32 bits. */
function plainDecimal(value: number): number {
  return Number(Math.fround(value).toPrecision(6));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
