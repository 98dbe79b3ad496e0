import { decimal, type PlainTable, percent } from '@vestige/report/parts';
import { AGREEMENT, FOLLOWS, SEED, SEED_FOLLOWS } from '../rows.ts';
import { spreadsOf } from './figures.ts';
import type { CalibrationMetrics } from './metrics.ts';
import { ALL, NOT_POOLED, WHOLE } from './summarize.ts';
import { foundText, inOrder, shareText } from './words.ts';

/** Subjects that are no types of phrases. */
const NO_PHRASES: readonly string[] = [WHOLE, SEED, FOLLOWS, SEED_FOLLOWS];

const ERRORS = 'Beside each share its standard error, in points.';

function promptsIn({ verdicts }: CalibrationMetrics): number[] {
  return [...new Set(verdicts.map(({ prompts }) => prompts))].sort((a, b) => a - b);
}

function spreadWords(spread: number): string {
  return spread === 0 ? 'alike' : `spread ${spread}`;
}

/** The tables of the report, those of figures that were not measured left out. */
export function tablesOf(metrics: CalibrationMetrics): PlainTable[] {
  return [
    policiesTable(metrics),
    followsTable(metrics),
    phrasesTable(metrics),
    seedsTable(metrics),
    coverageTable(metrics),
    apartTable(metrics),
    missesTable(metrics),
    contrastsTable(metrics),
  ].filter(({ rows }) => rows.length > 0);
}

function policiesTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const wholes = metrics.verdicts.filter(({ subject }) => subject === WHOLE);
  const disagree = metrics.groups.flatMap(({ group, policies }) => (group === 'seeds' ? policies : []));
  return {
    title: 'Verdicts on policies',
    note: `Share of right verdicts by number of prompts of each of ${metrics.seeds} seeds, and what was found at the largest. ${ERRORS}`,
    head: ['policy', 'seeds', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(wholes, ({ policy, spread }) => `${policy} ${spread}`).map((own) => {
      const { policy, spread, expected } = own[0]!;
      return [
        policy,
        disagree.includes(policy) ? 'disagree' : spreadWords(spread),
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function followsTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const subjects: readonly string[] = [FOLLOWS, SEED_FOLLOWS];
  const judged = metrics.verdicts.filter(({ subject }) => subjects.includes(subject));
  const key = ({ policy, spread, subject, expected }: (typeof judged)[number]) =>
    [policy, spread, subject, expected].join(' ');
  return {
    title: 'What answers follow',
    note: `The same of what the answers follow, of all seeds and of each alone. ${ERRORS}`,
    head: ['policy', 'seeds', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(judged, key).map((own) => {
      const { policy, spread, subject, expected } = own[0]!;
      return [
        policy,
        subject === FOLLOWS ? spreadWords(spread) : 'each alone',
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function phrasesTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const phrases = metrics.verdicts.filter(
    ({ subject, spread }) => !NO_PHRASES.includes(subject) && spread === 0,
  );
  return {
    title: 'Verdicts on types of phrases',
    note: `The same, where seeds are alike. One phrase a prompt is dropped, so a type's verdict rests on a part of the prompts. Where phrases stand in for each other, “undecided” is the right verdict. ${ERRORS}`,
    head: ['policy', 'phrase', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(phrases, ({ policy, subject }) => `${policy} ${subject}`).map((own) => {
      const { policy, subject, expected } = own[0]!;
      return [
        policy,
        subject,
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function seedsTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const seeds = metrics.verdicts.filter(({ subject }) => subject === SEED);
  return {
    title: 'Verdicts on single seeds',
    note: `The same of each seed's policy judged alone, where seeds are alike or disagree by construction. ${ERRORS}`,
    head: ['policy', 'expected', ...prompts.map(String), `found with ${prompts.at(-1)}`],
    rows: rowsBy(seeds, ({ policy, expected }) => `${policy} ${expected}`).map((own) => {
      const { policy, expected } = own[0]!;
      return [
        policy,
        expected,
        ...prompts.map((n) => shareCell(own.find((one) => one.prompts === n))),
        foundText(own.find((one) => one.prompts === prompts.at(-1))?.found ?? {}),
      ];
    }),
  };
}

function coverageTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const spreads = spreadsOf(metrics);
  const together = metrics.coverage.filter(({ policy }) => policy === ALL);
  return {
    title: 'Coverage',
    note: `Share of intervals that hold the truth, by estimator, of these policies together: ${metrics.groups[0]!.policies.join(', ')}; first where seeds are alike, then where they differ. What came later (${[...NOT_POOLED].join(', ')}) does not count where all estimators are taken together. ${ERRORS}`,
    head: ['estimator', ...spreads.flatMap((spread) => prompts.map((n) => `${n}, ${spreadWords(spread)}`))],
    rows: rowsBy(inOrder(together), ({ estimator }) => estimator).map((own) => [
      own[0]!.estimator,
      ...spreads.flatMap((spread) =>
        prompts.map((n) => shareCell(own.find((one) => one.prompts === n && one.spread === spread))),
      ),
    ]),
  };
}

/** Estimators shown of policies that are not taken together with the first group. */
const OWN_ROWS: readonly string[] = [
  ...[ALL, 'reliance.minimum', 'reliance.room', 'mass.cut0', AGREEMENT],
  ...['cost.minimum', 'dependence.minimum', 'dependence.swap', 'dependence.content'],
];

function apartTable(metrics: CalibrationMetrics): PlainTable {
  const prompts = promptsIn(metrics);
  const spreads = spreadsOf(metrics);
  const apart = metrics.groups.slice(1).flatMap(({ policies }) => policies);
  const rows = apart.flatMap((policy) =>
    OWN_ROWS.flatMap((estimator) => {
      const own = metrics.coverage.filter((one) => one.policy === policy && one.estimator === estimator);
      return own.length === 0 ? [] : [own];
    }),
  );
  return {
    title: 'Coverage of the other policies',
    note: `The same of each policy that does not count above. “${AGREEMENT}” is the share of seeds with the most frequent verdict; its interval is exact. Seeds of which each uses its reasoning always or never have no mean that three of them could tell: where all three are alike its interval is too narrow. ${ERRORS}`,
    head: [
      'policy',
      'estimator',
      ...spreads.flatMap((spread) => prompts.map((n) => `${n}, ${spreadWords(spread)}`)),
    ],
    rows: rows.map((own) => [
      own[0]!.policy,
      own[0]!.estimator,
      ...spreads.flatMap((spread) =>
        prompts.map((n) => shareCell(own.find((one) => one.prompts === n && one.spread === spread))),
      ),
    ]),
  };
}

function contrastsTable({ contrasts, confidence, simulations }: CalibrationMetrics): PlainTable {
  const level = +(1 - confidence).toFixed(4);
  return {
    title: 'Contrasts of two conditions',
    note: `Intervals of the differences between two conditions that hold the true ones, of all estimators; differences with p < ${level}; and of ${simulations} experiments those that have one left after Holm's correction. ${ERRORS}`,
    head: ['contrast', 'seeds', 'prompts', 'hold the truth', `p < ${level}`, `any p < ${level} after Holm`],
    rows: contrasts.map((one) => [
      one.contrast,
      spreadWords(one.spread),
      String(one.prompts),
      shareText(one.coverage),
      shareText(one.found),
      shareText(one.foundAny),
    ]),
  };
}

function missesTable(metrics: CalibrationMetrics): PlainTable {
  const most = promptsIn(metrics).at(-1);
  const least = metrics.coverage.filter(
    ({ prompts, spread, estimator, policy }) =>
      prompts === most && spread === 0 && estimator === 'reliance.minimum' && policy !== ALL,
  );
  return {
    title: 'The interval that decides the verdict',
    note: `Intervals of reliance.minimum with ${most} prompts, where seeds are alike: how many hold the truth, and on which side of it the others lie. ${ERRORS}`,
    head: ['policy', 'hold the truth', 'lie below', 'lie above', 'mean width'],
    rows: least.map((one) => [
      one.policy,
      shareText(one),
      percent(one.below),
      percent(one.above),
      decimal(one.width, 3),
    ]),
  };
}

function shareCell(share: Parameters<typeof shareText>[0] | undefined): string {
  return share ? shareText(share) : '';
}

function rowsBy<T>(rows: readonly T[], key: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, key).values()];
}
