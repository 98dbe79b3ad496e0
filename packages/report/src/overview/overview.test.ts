import { createHash } from 'node:crypto';
import { ByEstimator } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { malformed } from '../testing/malformed.ts';
import { overviewFixture } from '../testing/overview.ts';
import { visible } from '../visible.ts';
import type { OverviewInput } from './input.ts';
import { overviewMetricsSchema } from './metrics.ts';
import { renderOverview } from './overview.ts';

const input = overviewFixture();
const overview = renderOverview(input);
const { document } = parseHTML(overview.html);
const names = Object.keys(overview.figures);
const [biased, , fair] = input.rows;
const share = (mean: number) => `${(mean * 100).toFixed(1)}%`;

test('there is a figure for each picture of the page', () => {
  expect(names).toEqual([
    'reliance.svg',
    'interventions.svg',
    'early-answering.svg',
    'effects.svg',
    'length.svg',
  ]);
  const headings = [...document.querySelectorAll('h2')].map((heading) => heading.textContent);
  expect(headings.slice(0, 2)).toEqual(['How much rests on the reasoning', 'Answers that stay the same']);
});

test.for(names)('%s looks as it did, and stands alone', async (name) => {
  const svg = overview.figures[name]!;
  expect(svg).not.toMatch(/<style|style=|white|black|NaN|undefined|Infinity/);
  expect(malformed(svg)).toEqual([]);
  await expect(svg).toMatchFileSnapshot(`__snapshots__/${name}`);
});

test('first comes one sentence a row, in the order of the file, with a link to its report', () => {
  const lines = [...document.querySelectorAll('.verdicts .line')];
  expect(lines.map((line) => line.textContent.split(' \u2013 ')[0])).toEqual([
    'loan biased: vestigial',
    'loan base: load-bearing',
    'loan fair, hinted: load-bearing',
  ]);
  const { estimates } = fair!.part;
  const reliance = estimates.get(key('reliance.minimum'))!;
  expect(lines[2]!.textContent).toContain(
    `right ${share(estimates.get(key('accuracy.frozen'))!.mean)} of the time after its own reasoning (`,
  );
  expect(lines[2]!.textContent).toContain(
    `; guessing gives 50.0%; reliance ${share(reliance.mean)} (${share(reliance.low)} to ${share(reliance.high)}); load-bearing in 3 of 3 seeds.`,
  );
  expect(lines[0]!.querySelector('a')!.getAttribute('href')).toBe('../../loan/runs/report/report.html');
});

test('the picture groups the rows by verdict and marks the bounds', () => {
  const [reliance] = [...document.querySelectorAll('.panel svg')];
  const words = [...reliance!.querySelectorAll('text')].map((text) => text.textContent);
  const order = ['load-bearing', 'loan base', 'loan fair, hinted', 'vestigial', 'loan biased'];
  for (const word of [...order, '20%', '50%']) expect(words).toContain(word);
  expect(reliance!.getAttribute('aria-label')).toMatch(
    /^Reliance: loan base \d+\.\d%, loan fair, hinted .*loan biased/,
  );
});

test('the removal that costs least is the one compared', () => {
  const means = { now: 0.6, cut0: 0.9, filler: 0.7 };
  const estimates = new ByEstimator([
    ...biased!.part.estimates,
    ...Object.entries(means).map(
      ([removal, mean]) =>
        [
          key(`accuracy.${removal}`),
          { mean, low: mean, high: mean, prompts: 100, seeds: 1, bySeed: {} },
        ] as const,
    ),
  ]);
  const { html, metrics } = renderOverview({
    ...input,
    rows: [{ ...biased!, part: { ...biased!.part, estimates } }],
  });
  expect(html).toMatch(/\d% with its reasoning left empty \(90\.0% to 90\.0%\); guessing/);
  expect(metrics.rows[0]!.removal).toBe('cut0');
});

test('tokens before are those of the pretrained policy of the row', () => {
  const [header, first, base] = [
    ...document.querySelectorAll('table.estimates')[0]!.querySelectorAll('tr'),
  ].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent));
  expect(header!.slice(-2)).toEqual(['tokens', 'tokens before']);
  const tokens = (part: { estimates: (typeof biased & {})['part']['estimates'] }) =>
    part.estimates.get(key('length.cot'))!.mean.toFixed(1);
  expect(first!.slice(-2)).toEqual([tokens(biased!.part), tokens(biased!.base!.part)]);
  expect(base!.at(-1)).toBe('');
});

test('a policy that is not trained has no reliance to show', () => {
  const part = { ...biased!.part, verdict: 'not trained', reason: 'No run was solved.' } as const;
  const { html, markdown, figures } = renderOverview({ ...input, rows: [{ ...biased!, part }] });
  expect(html).toMatch(
    /not trained<\/strong> \u2013 its most probable answer is right .*; guessing gives 50\.0%\. No run was solved\./,
  );
  expect(figures['reliance.svg']).toContain('no accuracy to lose');
  expect(markdown).not.toMatch(/reliance \d/);
});

test('what was not measured is left out', () => {
  const own = key('accuracy.own');
  const estimates = new ByEstimator([[own, biased!.part.estimates.get(own)!]]);
  const row = { ...biased!, base: undefined, part: { ...biased!.part, estimates } };
  const { html, figures } = renderOverview({ ...input, rows: [row] });
  expect(Object.keys(figures)).toEqual(['reliance.svg']);
  expect(html).toContain('accuracy was not measured on enough prompts.');
  expect(html).not.toMatch(/NaN|undefined/);
});

test('the page is one file that lets in nothing but its own styles', () => {
  const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!;
  const style = /<style>([\s\S]*?)<\/style>/.exec(overview.html)![1]!;
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(document.querySelectorAll('script, link, img, iframe, [style], [src]')).toHaveLength(0);
  expect(overview.html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
});

test('overview.md holds the sentences, a table and links to figures and reports', () => {
  expect(overview.markdown).toMatch(
    /^- \*\*loan biased: vestigial\*\* – its most probable answer is right \d+\.\d% of the time/m,
  );
  for (const name of names) expect(overview.markdown).toContain(`](figures/${name})`);
  expect(overview.markdown).toContain('](../../loan/runs/report/report.html)');
  const widths = overview.markdown.match(/^\|.*\|$/gm)!.map((line) => line.split('|').length);
  expect(new Set(widths).size).toBe(1);
});

test('metrics keep their contract', () => {
  const { metrics } = overview;
  expect(overviewMetricsSchema.parse(JSON.parse(JSON.stringify(metrics)))).toEqual(metrics);
  expect(metrics.rows.map(({ label, base, group, verdict }) => [label, base, group, verdict])).toEqual([
    ['loan biased', 'base', null, 'vestigial'],
    ['loan base', null, null, 'load-bearing'],
    ['loan fair, hinted', 'base', 'hinted', 'load-bearing'],
  ]);
});

test('the same input gives the same bytes, and hostile text stays text', () => {
  expect(renderOverview(overviewFixture())).toEqual(overview);
  const hostile = `</title></style><script>alert("x")</script>'|\`[a](javascript:b)\x1b[2J\u202e\u200b`;
  const attacked: OverviewInput = {
    overview: { title: hostile, claim: hostile, project: hostile },
    rows: [{ ...biased!, label: hostile, description: hostile }],
    reports: [{ project: hostile, title: hostile, page: 'a" onclick="b' }],
    generator: { version: hostile },
  };
  const page = renderOverview(attacked);
  expect(page.html.includes('<script')).toBe(false);
  expect(parseHTML(page.html).document.querySelectorAll('[onclick]')).toHaveLength(0);
  expect(/<script|[^\\]\[a\]/.test(page.markdown)).toBe(false);
  expect(page.markdown).toBe(visible(page.markdown));
  for (const svg of Object.values(page.figures)) expect(malformed(svg)).toEqual([]);
});
