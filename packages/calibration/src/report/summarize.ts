import { calibrationProject } from '../load.ts';
import type { Calibration } from '../options.ts';
import { GROUPS, groupOf, isContrast } from '../policies.ts';
import { AGREEMENT, FOLLOWS } from '../rows.ts';
import type { IntervalRow, VerdictRow } from '../tables.ts';
import type {
  CalibrationMetrics,
  ContrastShare,
  Coverage,
  GroupOutcome,
  Share,
  VerdictShare,
} from './metrics.ts';

/** Stands for all policies of the first group, or for all estimators, together. */
export const ALL = 'all together';
/** Subject of the verdict on a policy as a whole. */
export const WHOLE = 'whole';
/** Verdicts that say something of the use of the chain of thought. */
const DECIDED: readonly string[] = ['load-bearing', 'partly used', 'vestigial', 'filler-token', 'harmful'];
/** Judgements that say what the answers follow. */
const FOLLOWED: readonly string[] = ['reasoning', 'both', 'question'];
/** Estimators that do not count where all are taken together: those figures are to stay what they were. */
export const NOT_POOLED: readonly string[] = [
  ...['reliance.room', 'difference.own', 'mass.cut0', AGREEMENT, 'cost.minimum'],
  ...['dependence.now', 'dependence.cut0', 'dependence.filler', 'dependence.minimum'],
  ...['dependence.swap', 'dependence.swapSame', 'dependence.content'],
  ...['repeat', 'swapSame'].flatMap((name) =>
    ['accuracy', 'unchanged', 'difference'].map((quantity) => `${quantity}.${name}`),
  ),
];

/** Shares of right verdicts and of intervals that hold the truth, from the rows of every policy and contrast. */
export function summarize(
  calibration: Calibration,
  verdictRows: readonly VerdictRow[],
  intervalRows: readonly IntervalRow[],
): CalibrationMetrics {
  const { seeds, simulations, confidence, prompts } = calibration;
  const verdicts = grouped(verdictRows, ({ policy, subject, expected, prompts: n, spread }) => [
    policy,
    subject,
    // One policy has one, but seeds that disagree call for several.
    expected,
    n,
    spread,
  ]).map(verdictShare);
  const members = Object.keys(GROUPS).flatMap((group) => {
    const policies = calibration.policies.filter((name) => !isContrast(name) && groupOf(name) === group);
    return policies.length === 0 ? [] : [{ group, policies: policies as readonly string[] }];
  });
  const planted = intervalRows.filter(({ policy }) => !isContrast(policy));
  const first = planted.filter(({ policy }) => members[0]!.policies.includes(policy));
  const together = (rows: readonly IntervalRow[]) =>
    rows.filter(({ estimator }) => !NOT_POOLED.includes(estimator));
  const coverage = [
    ...grouped(planted, ({ estimator, policy, prompts: n, spread }) => [estimator, policy, n, spread]).map(
      (rows) => coverageOf(rows, rows[0]!.estimator, rows[0]!.policy),
    ),
    ...grouped(together(planted), ({ policy, prompts: n, spread }) => [policy, n, spread]).map((rows) =>
      coverageOf(rows, ALL, rows[0]!.policy),
    ),
    ...grouped(first, ({ estimator, prompts: n, spread }) => [estimator, n, spread]).map((rows) =>
      coverageOf(rows, rows[0]!.estimator, ALL),
    ),
    ...grouped(together(first), ({ prompts: n, spread }) => [n, spread]).map((rows) =>
      coverageOf(rows, ALL, ALL),
    ),
  ];
  const most = Math.max(...prompts);
  const atMost = (row: { prompts: number; spread: number }) => row.prompts === most && row.spread === 0;
  const followsRows = verdictRows.filter(({ subject }) => subject === FOLLOWS);
  const wholeRows = verdictRows.filter(({ subject }) => subject === WHOLE);
  const groups = members.map(({ group, policies }): GroupOutcome => {
    const own = wholeRows.filter(({ policy }) => policies.includes(policy));
    const using = own.filter(({ expected }) => expected !== 'vestigial');
    const wrong = own.filter(({ found, expected }) => DECIDED.includes(found) && found !== expected);
    const intervals = together(planted).filter((row) => policies.includes(row.policy) && atMost(row));
    return {
      group,
      policies: [...policies],
      right: shareOf(own.filter(atMost), ({ found, expected }) => found === expected),
      falselyVestigial: {
        count: using.filter(({ found }) => found === 'vestigial').length,
        of: using.length,
      },
      wrong: { count: wrong.length, of: own.length },
      coverage: shareOf(intervals, ({ holds }) => holds),
    };
  });
  const { group: _, policies, ...outcome } = groups[0]!;
  const worst = verdicts
    .filter((one) => one.subject === WHOLE && policies.includes(one.policy) && atMost(one))
    .reduce((least, verdict) => (verdict.share < least.share ? verdict : least));
  return {
    schemaVersion: 1,
    calibration: calibrationProject(calibration),
    seeds,
    simulations,
    confidence,
    headline: { worst: { policy: worst.policy, ...pick(worst) }, ...outcome },
    groups,
    follows:
      followsRows.length === 0
        ? null
        : {
            right: shareOf(followsRows.filter(atMost), ({ found, expected }) => found === expected),
            wrong: {
              count: followsRows.filter(
                ({ found, expected }) => FOLLOWED.includes(found) && found !== expected,
              ).length,
              of: followsRows.length,
            },
          },
    verdicts,
    coverage,
    contrasts: grouped(
      intervalRows.filter(({ policy }) => isContrast(policy)),
      ({ policy, prompts: n, spread }) => [policy, n, spread],
    ).map((rows) => contrastOf(rows, 1 - confidence)),
  };
}

/** @param level p-values below it are findings */
function contrastOf(rows: readonly IntervalRow[], level: number): ContrastShare {
  const { policy, prompts, spread } = rows[0]!;
  const experiments = [...Map.groupBy(rows, ({ simulation }) => simulation)].map(([simulation, own]) => ({
    policy,
    simulation,
    any: own.some(({ holm }) => holm !== null && holm < level),
  }));
  return {
    contrast: policy,
    prompts,
    spread: plainDecimal(spread),
    coverage: shareOf(rows, ({ holds }) => holds),
    found: shareOf(rows, ({ p }) => p !== null && p < level),
    foundAny: shareOf(experiments, ({ any }) => any),
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
