import { type Analysis, ByEstimator, ByTreatment, estimatorName } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { csvParse } from 'd3-dsv';
import { expect, test } from 'vitest';
import { fixture } from '../testing/fixture.ts';
import { renderTables } from './index.ts';

const { analysis } = fixture();
const tables = renderTables(analysis);
const rowsOf = (name: string, files = tables) => [...csvParse(files[`${name}.csv`]!)];

test('a row a condition says its verdict and the figures that decided it', () => {
  const rows = rowsOf('verdicts');
  expect(rows.map(({ condition, verdict }) => [condition, verdict])).toEqual(
    Object.entries(analysis.conditions).map(([name, { verdict }]) => [name, verdict]),
  );
  const biased = analysis.conditions.biased!;
  expect(rows.find(({ condition }) => condition === 'biased')).toMatchObject({
    group: 'all',
    rule: 'nationality',
    reason: biased.reason,
    seeds: '0 1 2',
    seeds_left_out: '',
    prompts_a_seed: String(biased.prompts),
    accuracy_own: String(biased.estimates.get(key('accuracy.own'))!.mean),
    reliance_low: String(biased.estimates.get(key('reliance.minimum'))!.low),
    reliance_high: String(biased.estimates.get(key('reliance.minimum'))!.high),
  });
});

test('every estimate is there, and by seed, as it was computed', () => {
  const found = rowsOf('estimates').map((row) => [row.condition, row.group, row.estimator, row.mean]);
  const expected = Object.entries(analysis.conditions).flatMap(([name, { estimates, groups }]) =>
    Object.entries({ all: { estimates }, ...groups }).flatMap(([group, part]) =>
      Array.from(part.estimates, ([key, { mean }]) => [name, group, estimatorName(key), String(mean)]),
    ),
  );
  expect(found).toEqual(expected);
  const own = rowsOf('estimates-by-seed').filter(
    (row) => row.condition === 'fair' && row.group === 'all' && row.estimator === 'accuracy.own',
  );
  expect(Object.fromEntries(own.map(({ seed, value }) => [seed, Number(value)]))).toEqual(
    analysis.conditions.fair!.estimates.get(key('accuracy.own'))!.bySeed,
  );
});

test('an estimate rests on the prompts of its seeds', () => {
  const { prompts, seeds } = rowsOf('estimates').find((row) => row.estimator === 'accuracy.now')!;
  expect(Number(seeds)).toBe(3);
  expect(Number(prompts)).toBe(3 * analysis.conditions.base!.prompts);
});

test('comparisons and phrases', () => {
  const now = analysis.conditions.fair!.comparisons.get({ intervention: 'now' });
  expect(
    rowsOf('comparisons').find(
      ({ condition, intervention }) => condition === 'fair' && intervention === 'now',
    ),
  ).toMatchObject({
    difference: String(now!.difference),
    p: String(now!.p),
    p_holm: String(now!.holm),
    differs: 'true',
    seeds: '3',
  });
});

test('phrases have a table only where some were dropped', () => {
  expect(Object.keys(tables)).not.toContain('phrases.csv');
  const { fair } = analysis.conditions;
  const phrases = { hop: { verdict: 'undecided', reason: 'Few, "too few".', prompts: 12 } } as const;
  const estimates = ByEstimator.from({
    'needs.hop': { mean: 0.3, low: 0.1, high: 0.6, bySeed: {}, prompts: 12, seeds: 3 },
  });
  const files = renderTables({ ...analysis, conditions: { fair: { ...fair!, phrases, estimates } } });
  expect(rowsOf('phrases', files)).toMatchObject([
    { condition: 'fair', phrase: 'hop', verdict: 'undecided', reason: 'Few, "too few".', needs_high: '0.6' },
  ]);
  expect(files['phrases.tex']).toContain('fair & hop & undecided & 30.0\\% [10.0\\%, 60.0\\%] & 12');
});

test('sweeps have a table only where there are some', () => {
  expect(Object.keys(tables)).not.toContain('sweeps.csv');
  const points = [
    { condition: 'biased', value: 0.1 },
    { condition: 'fair', value: { mixed: true } },
  ];
  const estimates = ByEstimator.from({
    'drift.hmm.change.r': { mean: 0.9, low: 0.8, high: 1, bySeed: {}, prompts: 0, seeds: 3 },
  });
  const files = renderTables({
    ...analysis,
    sweeps: { dose: { field: 'rewards.length', points, estimates } },
  });
  expect(rowsOf('sweeps', files)).toMatchObject([
    { sweep: 'dose', field: 'rewards.length', condition: 'biased', value: '0.1', verdict: 'vestigial' },
    { condition: 'fair', value: '{"mixed":true}', verdict: 'load-bearing' },
  ]);
  expect(rowsOf('sweep-estimates', files)).toMatchObject([{ estimator: 'drift.hmm.change.r', mean: '0.9' }]);
});

test('what figures rest on, verdicts by seed, contrasts and what is absent', () => {
  const { biased } = analysis.conditions;
  const later: Analysis = {
    ...analysis,
    conditions: {
      biased: {
        ...biased!,
        estimates: ByEstimator.from({
          'accuracy.own': { ...biased!.estimates.get(key('accuracy.own'))!, prompts: 7, seeds: 2 },
        }),
        comparisons: ByTreatment.from({
          now: { ...biased!.comparisons.get({ intervention: 'now' })!, prompts: 5, seeds: 1 },
        }),
        absent: ByEstimator.from({ 'rate.truthful': 'nothing was judged' }),
        bySeed: {
          0: {
            ...{ verdict: 'filler-token', reason: 'a reason' },
            follows: { followed: 'question', reason: 'another' },
          },
        },
        agreement: { verdict: 'vestigial', count: 2, of: 3, low: 0.2, high: 0.9 },
      },
    },
    contrasts: [
      {
        a: 'fair',
        b: 'biased',
        paired: true,
        estimates: ByEstimator.from({
          'accuracy.own': {
            ...{ difference: 0.02, low: 0.01, high: 0.03, p: 0.01, holm: 0.02, prompts: 9, seeds: 3 },
          },
        }),
      },
    ],
  };
  const files = renderTables(later);
  expect(rowsOf('estimates', files)).toMatchObject([{ prompts: '7', seeds: '2' }]);
  expect(rowsOf('comparisons', files)).toMatchObject([{ prompts: '5', seeds: '1' }]);
  expect(rowsOf('absent', files)).toMatchObject([
    { condition: 'biased', estimator: 'rate.truthful', reason: 'nothing was judged' },
  ]);
  expect(rowsOf('verdicts-by-seed', files)).toMatchObject([
    { seed: '0', verdict: 'filler-token', follows: 'question', follows_reason: 'another' },
  ]);
  expect(rowsOf('verdicts', files)).toMatchObject([
    { seeds_agree_on: 'vestigial', seeds_agreeing: '2', seeds_judged: '3', agreement_high: '0.9' },
  ]);
  expect(rowsOf('contrasts', files)).toMatchObject([
    { a: 'fair', b: 'biased', paired: 'true', difference: '0.02', p_holm: '0.02', prompts: '9', seeds: '3' },
  ]);
  expect(files['contrasts.tex']).toContain(
    'fair, biased & Accuracy: own, as sampled & 2.0\\% [1.0\\%, 3.0\\%]',
  );
});

test('hostile names come back from CSV as they were, and are text in LaTeX', () => {
  const hostile = ['a_b%{}\\', 'x,y "z"', 'line\r\nbreak', '$\\input{x}$ & #1 ^~', '[0]'];
  const { biased } = analysis.conditions;
  const conditions = Object.fromEntries(hostile.map((name) => [name, biased!]));
  const files = renderTables({ ...analysis, conditions });
  expect(rowsOf('verdicts', files).map(({ condition }) => condition)).toEqual(hostile);
  expect(files['verdicts.csv']).toMatch(/^condition,group,.*\r\n/);
  expect(files['verdicts.csv']!.replaceAll(/"(?:[^"]|"")*"/g, '').replaceAll('\r\n', '')).not.toMatch(
    /[\r\n]/,
  );
  const body = /\\midrule\n([\s\S]*)\\bottomrule/.exec(files['verdicts.tex']!)![1]!;
  expect(body.split('\n').map((line) => line.split(' & ')[0])).toEqual([
    'a\\_b\\%\\{\\}\\textbackslash{}',
    "x,y ''z''",
    'line break',
    '\\$\\textbackslash{}input\\{x\\}\\$ \\& \\#1 \\textasciicircum{}\\textasciitilde{}',
    '{}[0]',
    '',
  ]);
});

test('a table in LaTeX has as many cells in every row, a caption and a label', () => {
  for (const [file, text] of Object.entries(tables).filter(([name]) => name.endsWith('.tex'))) {
    const columns = /\{@\{\}([lr]+)@\{\}\}/.exec(text)![1]!.length;
    const rows = text.split('\n').filter((line) => / \\\\$/.test(line) && !line.startsWith('\\caption'));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row.split(/(?<!\\)&/)).toHaveLength(columns);
    expect(text).toContain('\\caption{');
    expect(text).toContain(`\\label{tab:loan-${file.replace('.tex', '')}}`);
    expect(text).toContain('\\toprule');
    expect(text).not.toMatch(/[\u2212\u2264\u2265]/);
  }
});
