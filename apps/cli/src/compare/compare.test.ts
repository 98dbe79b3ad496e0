import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ByEstimator, estimatorName } from '@vestige/analysis';
import { fieldDifferences } from '@vestige/manifest';
import { afterAll, describe, expect, test } from 'vitest';
import { folder } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';
import { compareFigures, comparisonJson, differencesOf, type Figures } from './compare.ts';

const around = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half, prompts: 300 });

const before: Figures = {
  name: 'before',
  confidence: 0.95,
  settings: { seeds: [0, 1], reinforcement: { kl: 0.01, steps: 100 } },
  conditions: {
    base: { verdict: 'load-bearing', estimates: ByEstimator.from({ 'accuracy.own': around(0.7, 0.02) }) },
    fair: {
      verdict: 'load-bearing',
      estimates: ByEstimator.from({
        'accuracy.own': around(0.9, 0.02),
        'accuracy.now': around(0.5, 0.05),
        'length.cot': around(16, 0.5),
      }),
    },
  },
};
const after: Figures = {
  name: 'after',
  confidence: 0.95,
  settings: { seeds: [0, 1], reinforcement: { kl: 0.1, steps: 100 }, backend: 'wasm' },
  conditions: {
    fair: {
      verdict: 'vestigial',
      estimates: ByEstimator.from({
        'accuracy.own': around(0.96, 0.02),
        'accuracy.now': around(0.53, 0.05),
        'rate.mention': around(0, 0),
      }),
    },
    late: { verdict: 'undecided', estimates: new ByEstimator() },
  },
};

describe('two reports', () => {
  test('that are the same do not differ', () => {
    const { conditions, onlyInA, onlyInB } = compareFigures(before, before);
    expect(conditions.map(differencesOf)).toEqual([[], []]);
    expect(conditions[1]!.headline.map(({ holm }) => holm)).toEqual([1, 1, 1]);
    expect([onlyInA, onlyInB]).toEqual([[], []]);
  });

  test('differ in verdicts, in estimates by the normal approximation, in what they have', () => {
    const { conditions, onlyInA, onlyInB } = compareFigures(before, after);
    expect([onlyInA, onlyInB]).toEqual([['base'], ['late']]);
    const [fair] = conditions;
    expect(fair).toMatchObject({ verdicts: ['load-bearing', 'vestigial'], compared: 2 });
    expect([fair!.onlyInA, fair!.onlyInB]).toEqual([['length.cot'], ['rate.mention']]);
    expect(fair!.headline.map(({ estimator }) => estimatorName(estimator))).toEqual([
      'accuracy.own',
      'accuracy.now',
    ]);
    expect(differencesOf(fair!).map(({ estimator }) => estimatorName(estimator))).toEqual(['accuracy.own']);
    // z = .06 / (.02 sqrt 2 / 1.96) = 4.158, so p = 3.2e-5, times 2 by Holm.
    const [own] = fair!.headline;
    expect(own).toMatchObject({ significant: true, apart: true });
    expect(own!.difference).toBeCloseTo(0.06);
    expect([own!.low, own!.high]).toEqual([
      expect.closeTo(0.06 - 0.02 * Math.SQRT2),
      expect.closeTo(0.06 + 0.02 * Math.SQRT2),
    ]);
    expect(own!.holm).toBeCloseTo(6.4e-5, 5);
  });

  test('whose intervals overlap may differ all the same', () => {
    const one = (mean: number): Figures => ({
      ...before,
      conditions: {
        fair: { verdict: 'undecided', estimates: ByEstimator.from({ 'mass.drop': around(mean, 0.02) }) },
      },
    });
    const [fair] = compareFigures(one(0.5), one(0.535)).conditions;
    expect(fair!.others).toMatchObject([{ significant: true, apart: false }]);
    expect(compareFigures(one(0.5), one(0.52)).conditions[0]!.others).toEqual([]);
  });
});

test('settings that differ are named by their path, lists as a whole', () => {
  expect(fieldDifferences(before.settings, after.settings)).toEqual([
    { field: 'reinforcement.kl', a: 0.01, b: 0.1 },
    { field: 'backend', a: undefined, b: 'wasm' },
  ]);
  expect(fieldDifferences({ seeds: [0, 1] }, { seeds: [0, 2] })).toEqual([
    { field: 'seeds', a: [0, 1], b: [0, 2] },
  ]);
  expect(compareFigures(before, { ...before, settings: undefined }).settings).toBeNull();
});

describe('vestige compare', () => {
  const here = folder(afterAll);
  const file = (name: string, { name: experiment, ...figures }: Figures) => {
    mkdirSync(join(here, name), { recursive: true });
    const path = join(here, name, 'metrics.json');
    writeFileSync(path, JSON.stringify({ ...figures, experiment }));
    return path;
  };
  const [a, b] = [file('a', before), file('b', after)];

  test('says that nothing tells a report from itself', async () => {
    expect(await said('compare', a, join(here, 'a'))).toContain(
      '2 conditions in both: the verdicts are the same, and none of 4 estimates differs; nothing tells them apart.',
    );
  });

  test('in words, as Markdown, as JSON', async () => {
    const text = await said('compare', a, b);
    expect(text).toMatch(
      /^A: before\nB: after\n\n2 settings differ\.\n +setting +A +B\n +reinforcement\.kl +0\.01 +0\.1\n +backend +– +"wasm"\n\n1 condition in both: 1 verdict and 1 of 2 estimates differ\.\n/,
    );
    expect(text).toContain('Only in A: base.\nOnly in B: late.\n');
    expect(text).toContain('fair: load-bearing in A, vestigial in B; 1 of 2 differ\n');
    expect(text).toMatch(
      /accuracy\.own +0\.900 \(0\.880 to 0\.920\) +0\.960 \(0\.940 to 0\.980\) +\+0\.060 +< 0\.001 +300\n/,
    );
    const markdown = await said('compare', a, b, '--markdown');
    expect(markdown).toContain('| accuracy.own | 0.900 (0.880 to 0.920) | 0.960 (0.940 to 0.980) | +0.060 |');
    expect(JSON.parse(await said('compare', a, b, '--json'))).toEqual(
      JSON.parse(JSON.stringify(comparisonJson(compareFigures(before, after)))),
    );
  });

  test('as Markdown in which no name makes a cell, a heading or a tag', async () => {
    const odd = file('odd', { ...before, name: 'a | b <b>', settings: { seeds: ['x|y'] } });
    const markdown = await said('compare', odd, b, '--markdown');
    expect(markdown).toMatch(/^# a \\\| b &lt;b&gt; \(A\) and after \(B\)\n/);
    expect(markdown).toContain(String.raw`| seeds | \["x\|y"\] | \[0,1\] |`);
  });

  test('as a page that stands alone', async () => {
    const page = join(here, 'both.html');
    expect(await said('compare', a, b, '--page', page)).toMatch(/\n\nPage: .*both\.html\n$/);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<h1>before (A) and after (B)</h1>');
    expect(html).toContain('<strong>fair</strong> \u2013 load-bearing in A, vestigial in B; 1 of 2 differ.');
    expect(html).toMatch(
      /Accuracy: own, as sampled<\/th><td>90\.0%<\/td>.*<td>96\.0%<\/td>.*<td>\+6\.0<\/td><td class="interval">\+3\.2 to \+8\.8</,
    );
    expect(html).toMatch(
      /aria-label="fair, A and B: Accuracy own, as sampled 90\.0% 96\.0%, Accuracy answer at once/,
    );
    expect(html).toMatch(/default-src &#39;none&#39;; style-src &#39;sha256-/);
    expect(html).not.toMatch(/<script|<link|href=|src=|NaN|undefined/);
    expect(JSON.parse(await said('compare', a, b, '--json', '--page', page))).toHaveProperty('conditions');
    expect(await complaint('compare', a, b, '--page', 'both.pdf')).toMatch(
      /^--page both\.pdf: expected the name of a page/,
    );
    expect(await complaint('compare', a, b, '--page', join(here, 'no/both.html'))).toMatch(
      /there is no folder/,
    );
    expect(await complaint('compare', a, b, '--page')).toMatch(/--page needs a value/);
  });

  test('what cannot be compared is named', async () => {
    expect(await complaint('compare', a, join(here, 'c.json'))).toMatch(
      /c\.json: no such file; expected a metrics/,
    );
    expect(await complaint('compare', a, here)).toMatch(/neither metrics\.json nor analysis\.json in it/);
    writeFileSync(join(here, 'd.json'), '{}');
    expect(await complaint('compare', a, join(here, 'd.json'))).toMatch(/has no conditions; expected/);
    const unknown = {
      ...before,
      conditions: { base: { verdict: 'vestigial', estimates: { 'acuracy.own': {} } } },
    };
    writeFileSync(join(here, 'd.json'), JSON.stringify({ ...unknown, experiment: 'd' }));
    expect(await complaint('compare', a, join(here, 'd.json'))).toMatch(
      /d\.json: acuracy\.own: no estimator of this version/,
    );
    expect(await complaint('compare', a, 'lona')).toMatch(
      /there is no experiment "lona"; did you mean loan\?/,
    );
    expect(await complaint('compare', a, 'loan-slow')).toMatch(/has no preset "slow"/);
    expect(await complaint('compare', a)).toBe('compare: missing <a> and <b>; see `vestige compare --help`');
  });
});
