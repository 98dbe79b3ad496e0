import { createHash } from 'node:crypto';
import { analysisText, ByEstimator, estimatorName, readAnalysis } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { metricsSchema } from './metrics.ts';
import { renderReport } from './report.ts';
import type { ReportInput } from './reportInput.ts';
import { fixture } from './testing/fixture.ts';
import { malformed } from './testing/malformed.ts';
import { visible } from './visible.ts';

const input = fixture({ prompts: 300, checkpointPrompts: 60, resamples: 200 });
const report = renderReport(input);
const { document } = parseHTML(report.html);
const text = (selector: string) =>
  document.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

const figureNames = Object.keys(report.figures);

test('there is a figure for each picture of the page', () => {
  expect(figureNames).toEqual([
    'battery.svg',
    'battery-others.svg',
    'unchanged.svg',
    'unchanged-others.svg',
    'early-answering.svg',
    'mediation.svg',
    'early-course.svg',
    'flip.svg',
    'training.svg',
    'learning.svg',
  ]);
});

test.for(figureNames)('%s looks as it did', async (name) => {
  await expect(report.figures[name]).toMatchFileSnapshot(`__snapshots__/${name}`);
});

test.for(figureNames)('%s stands alone: well-formed, titled, at home on any ground', (name) => {
  const svg = report.figures[name]!;
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toMatch(/<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/);
  expect(svg).not.toMatch(/<style|style=|white|black|NaN|undefined|Infinity/);
  expect(malformed(svg)).toEqual([]);
});

test('the headline is one plain sentence a condition, with figures and intervals', () => {
  const lines = [...document.querySelectorAll('.verdicts .line')].map((line) => line.textContent);
  expect(lines).toHaveLength(3);
  const { estimates } = input.analysis.conditions.biased!;
  const share = (name: string) => `${(estimates.get(key(name))!.mean * 100).toFixed(1)}%`;
  expect(lines[1]).toMatch(
    new RegExp(
      `^biased: vestigial \u2013 its most probable answer is right ${share('accuracy.frozen')} of the time after its own reasoning \\(.* to .*\\), ${share('accuracy.now')} when told to answer at once \\(.*\\); guessing gives 50\\.0%\\.$`,
    ),
  );
  expect(lines[0]).toMatch(/^base: load-bearing/);
  expect(lines[2]).toMatch(/^fair: load-bearing/);
});

test('what is flipped and mentioned goes by the name of the environment, whatever decides the label', () => {
  for (const words of [
    'mentions the nationality',
    'when the nationality is flipped',
    'the nationality is changed',
  ]) {
    expect(report.html).toContain(words);
  }
  expect(report.markdown).toContain('mentions the nationality');
  expect(report.figures['learning.svg']).toContain('fair: mentions the nationality');
  expect(report.html + report.markdown).not.toContain('deciding attribute');
  // An analysis that was made before environments said it.
  const { attributes: _, ...unnamed } = input.analysis;
  expect(renderReport({ ...input, analysis: unnamed }).markdown).toContain('mentions the attribute');
});

test('every estimate of every condition and seed is in the tables', () => {
  const [overSeeds, bySeed] = ['Over all seeds', 'By seed'].map((summary) =>
    [...document.querySelectorAll('#estimates > details')].find((one) => one.textContent.startsWith(summary)),
  );
  const rows = (tables: typeof overSeeds) =>
    new Map(
      [...tables!.querySelectorAll('tbody tr:not(.group)')].map((row) => [
        row.querySelector('th')!.getAttribute('title')!,
        [...row.querySelectorAll('td')].map((cell) => cell.textContent),
      ]),
    );
  const { fair } = input.analysis.conditions;
  expect([...rows(overSeeds).keys()].sort()).toEqual(fair!.estimates.keys().map(estimatorName).sort());
  const { mean, low, high, prompts, bySeed: seeds } = fair!.estimates.get(key('accuracy.shuffle'))!;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  expect(rows(overSeeds).get('accuracy.shuffle')!.slice(6)).toEqual([
    percent(mean),
    `${percent(low)} to ${percent(high)}`,
    `${prompts} (3)`,
  ]);
  expect(rows(bySeed).get('accuracy.shuffle')!.slice(6)).toEqual(Object.values(seeds).map(percent));
});

test('where each run stopped, ten rollouts a condition, and how it was made are told', () => {
  const outcomes = [...document.querySelectorAll('table')].map((table) => table.textContent);
  expect(outcomes.some((table) => table.includes('biased2160solved, in the estimates'))).toBe(true);
  const lists = [...document.querySelectorAll('ol.rollouts')];
  expect(lists.map((list) => list.querySelectorAll('li').length)).toEqual([10, 10, 10]);
  expect(lists[1]!.querySelectorAll('.phrase-conclusion')).toHaveLength(10);
  expect(lists[1]!.textContent).toMatch(/Answer (approve|deny), right, at once \1, prompt flipped/);
  expect(text('dl')).toMatch(/Seeds ?0, 1, 2/);
  expect(text('dl')).toMatch(/wasm, kernels 3f1c9a0d/);
  expect(text('pre')).toMatch(/nx run loan:report/);
});

test('the page is one file that lets in nothing but its own styles', () => {
  const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!;
  const style = /<style>([\s\S]*?)<\/style>/.exec(report.html)![1]!;
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(
    document.querySelectorAll('script, link, img, iframe, [style], [src], [href]:not([href^="#"])').length,
  ).toBe(0);
  expect(report.html).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
  expect(report.html.match(/<style/g)).toHaveLength(1);
});

test('the same analysis gives the same bytes', () => {
  const analysis = readAnalysis(JSON.parse(analysisText(input.analysis)));
  expect(renderReport({ ...input, analysis })).toEqual(report);
});

test('report.md holds verdicts, a table and links to the figures', () => {
  expect(report.markdown).toMatch(/^# Loan decisions with a hidden bias\n/);
  expect(report.markdown).toMatch(
    /^- \*\*biased: vestigial\*\* – its most probable answer is right \d+\.\d% of the time/m,
  );
  expect(report.markdown).toMatch(/^\| accuracy, answer at once \| \d+\.\d% \(.* to .*\) \|/m);
  expect(report.markdown).toMatch(/; every run stopped after 160 updates\.$/m);
  for (const name of figureNames) expect(report.markdown).toContain(`](figures/${name})`);
  const widths = report.markdown.match(/^\|.*\|$/gm)!.map((line) => line.split('|').length);
  expect(new Set(widths).size).toBe(1);
});

test('report.md reads without its figures: they are folded up, and come after all text on the verdicts', () => {
  const [text, folded] = report.markdown.split('<summary>Figures</summary>');
  expect(text).not.toContain('![');
  expect(folded!.match(/!\[/g)).toHaveLength(figureNames.length);
  expect(report.markdown.match(/^<details>$/gm)).toHaveLength(2);
  expect(report.markdown.match(/^<\/details>$/gm)).toHaveLength(2);
  expect(report.markdown).toMatch(
    /Made by Vestige .* with backend wasm, kernels 3f1c9a0d, seeds 0, 1, 2\. To make it again: `npm ci && npx nx run loan:report`\.\n$/,
  );
});

test('many conditions stand in several tables of report.md, as wide as each other', () => {
  const { fair } = input.analysis.conditions;
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const { markdown } = renderReport({
    ...input,
    analysis: { ...input.analysis, conditions: Object.fromEntries(names.map((name) => [name, fair!])) },
  });
  expect(markdown.match(/^\| +\|.*\|$/gm)).toEqual(['|  | a | b | c |', '|  | d | e | f |']);
});

test('metrics keep their contract', () => {
  expect(metricsSchema.parse(JSON.parse(JSON.stringify(report.metrics)))).toEqual(report.metrics);
  const { conditions, contrasts, ...about } = report.metrics;
  expect(about).toEqual({
    ...{ schemaVersion: 2, experiment: 'loan', backend: 'wasm', seeds: [0, 1, 2], confidence: 0.95 },
    settings: { seeds: [0, 1, 2], reinforcement: { kl: 0.01 } },
    families: {},
  });
  expect(contrasts.map(({ a, b }) => [a, b])).toEqual([
    ['base', 'biased'],
    ['base', 'fair'],
    ['biased', 'fair'],
  ]);
  expect(conditions.fair!.verdict).toBe('load-bearing');
  expect(Object.keys(conditions.fair!.estimates['accuracy.now']!)).toEqual([
    ...['mean', 'low', 'high', 'prompts', 'seeds', 'bySeed'],
  ]);
});

test('groups of prompts and types of phrases have verdicts of their own', () => {
  const { fair } = input.analysis.conditions;
  const phrases = { judgement: { verdict: 'vestigial', reason: 'Not needed.', prompts: 900 } } as const;
  const grouped = renderReport({
    ...input,
    analysis: {
      ...input.analysis,
      conditions: { fair: { ...fair!, phrases, groups: { hinted: { ...fair!, verdict: 'partly used' } } } },
    },
  });
  expect(grouped.html).toMatch(/<strong>hinted: partly used<\/strong>/);
  expect(grouped.html).toMatch(/By type of phrase: judgement vestigial\./);
  expect(grouped.markdown).toMatch(/^- \*\*fair, hinted: partly used\*\* –/m);
  expect(grouped.markdown).toMatch(/^\| +\| fair \| fair, hinted \|$/m);
  expect(metricsSchema.parse(grouped.metrics).conditions.fair).toMatchObject({
    phrases: { judgement: 'vestigial' },
    groups: { hinted: { verdict: 'partly used' } },
  });
});

test('what the answers follow is said beside each verdict, with what decided it', () => {
  const { fair, biased } = input.analysis.conditions;
  expect(fair!.follows.followed).toBe('reasoning');
  const lines = report.markdown.split('\n').filter((line) => line.startsWith('- **'));
  expect(lines[2]).toContain(
    'Where its reasoning and its question disagree, its answer follows the reasoning.',
  );
  expect(text('.verdicts')).toContain('disagree, its answer follows the reasoning.');
  expect(text('.verdicts')).toContain(`What it follows: ${biased!.follows.followed}. Given the reasoning of`);
  expect(metricsSchema.parse(report.metrics).conditions.fair).toMatchObject({
    follows: 'reasoning',
    followsReason: fair!.follows.reason,
    followsBySeed: { 0: 'reasoning', 1: 'reasoning', 2: 'reasoning' },
  });
});

test('hostile text stays text', () => {
  const hostile = `</title></style><script>alert("x")</script>'|\`[a](javascript:b)\x1b[2J\u202e\u200b`;
  const renamed = (json: string) =>
    JSON.parse(
      json.replaceAll('"biased"', JSON.stringify(hostile)).replaceAll('"approve"', JSON.stringify(hostile)),
    );
  const { analysis, experiment } = input;
  const attacked: ReportInput = {
    analysis: {
      ...readAnalysis(renamed(analysisText(analysis))),
      backend: hostile,
      kernels: hostile,
      experiment: hostile,
    },
    experiment: { ...renamed(JSON.stringify(experiment)), title: hostile, claim: hostile, project: hostile },
    generator: { version: hostile },
  };
  const page = renderReport(attacked);
  const parsed = parseHTML(page.html).document;
  expect(parsed.querySelectorAll('script')).toHaveLength(0);
  expect(page.html.includes('<script')).toBe(false);
  expect(parsed.querySelector('h1')!.textContent).toBe(hostile);
  expect(page.html.match(/<\/style>/g)).toHaveLength(1);
  expect(/<script|[^\\]\[a/.test(page.markdown)).toBe(false);
  expect(page.markdown).toBe(visible(page.markdown));
  for (const svg of Object.values(page.figures)) {
    expect(svg.includes('<script')).toBe(false);
    expect(malformed(svg)).toEqual([]);
  }
});

test('one seed, no reinforcement learning: what there is no data for is left out', () => {
  const { analysis, experiment } = fixture({ prompts: 60, checkpointPrompts: 10, resamples: 100 }, [0]);
  const { base } = analysis.conditions;
  const own = key('accuracy.own');
  const estimates = new ByEstimator([[own, base!.estimates.get(own)!]]);
  const examples = base!.examples.map((example) => ({ ...example, phrases: [], answer: null }));
  const alone = renderReport({
    experiment,
    generator: { version: '0.1.0' },
    analysis: {
      ...analysis,
      conditions: { base: { ...base!, estimates, examples } },
    },
  });
  expect(Object.keys(alone.figures)).toEqual(['battery.svg', 'early-answering.svg']);
  expect(alone.html).toMatch(/with one seed they say nothing about other seeds/);
  expect(alone.html).toMatch(/not well-formed/);
  expect(alone.html).toMatch(/No policy was trained by reinforcement learning/);
  expect(alone.html).not.toMatch(/NaN|undefined/);
});
