import { key } from '@vestige/analysis/testing';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { renderPage } from './page.ts';
import { renderReport } from './report.ts';
import { malformed } from './testing/malformed.ts';
import { sweptFixture } from './testing/swept.ts';

const input = sweptFixture();
const report = renderReport(input);
const { document } = parseHTML(report.html);
const sweeps = ['sweep-mixed.svg', 'sweep-monitored.svg', 'sweep-arranged.svg', 'sweep-start.svg'];

test.for([...sweeps, 'histories.svg', 'mediation.svg', 'readaptation.svg'])(
  '%s looks as it did',
  async (name) => {
    await expect(report.figures[name]).toMatchFileSnapshot(`__snapshots__/swept/${name}`);
  },
);

test('there is a figure for each sweep, and of each sweep the figures of its conditions', () => {
  const names = Object.keys(report.figures);
  expect(names).toEqual(expect.arrayContaining(sweeps));
  expect(names).toEqual(
    expect.arrayContaining(['battery.svg', 'battery-mixed.svg', 'histories-arranged.svg']),
  );
  expect(names).not.toContain('histories-start.svg');
});

test('the shorter page names the figures of the training of sweeps, and shows all others', () => {
  const text = renderPage(report.shorterPage);
  expect(report.html.length - text.length).toBeGreaterThan(10_000);
  const shorter = parseHTML(text).document;
  const linked = [...shorter.querySelectorAll('a[href^="figures/"]')].map((a) => a.getAttribute('href')!);
  expect(linked).toEqual(
    expect.arrayContaining(['figures/learning-mixed.svg', 'figures/histories-arranged.svg']),
  );
  for (const href of linked) expect(report.figures).toHaveProperty([href.replace('figures/', '')]);
  const figures = (page: string) => page.split('<figure>').length;
  expect(figures(text)).toBe(figures(report.html) - linked.length);
});

test('numbers stand on a linear axis, unless they span orders of magnitude: then in order, evenly', () => {
  const ticks = (name: string) =>
    [
      ...parseHTML(report.figures[name]!)
        .document.querySelector('svg svg')!
        .querySelectorAll('[data-mark="x-axis tick label"] text'),
    ].map((tick) => ({
      text: tick.textContent,
      x: Number(/\(([\d.]+)/.exec(tick.getAttribute('transform')!)![1]),
    }));
  const labels = (name: string) => ticks(name).map(({ text }) => text);
  expect(labels('sweep-mixed.svg')).toEqual(['\u22120.8', '\u22120.4', '0', '0.4', '0.8']);
  expect(labels('sweep-monitored.svg')).toEqual(['0', '0.001', '0.01', '0.1', '1']);
  expect(labels('sweep-arranged.svg')).toEqual(['after', 'before', '{"mixed":true}']);
  const [first, second, third] = ticks('sweep-monitored.svg').map(({ x }) => x);
  expect(third! - second!).toBeCloseTo(second! - first!, 1);
});

test('lines of a sweep join neighbours on the axis, in whatever order the file has them', () => {
  const { document: figure } = parseHTML(report.figures['sweep-monitored.svg']!);
  const lines = [...figure.querySelectorAll('[data-mark="line"] path')].map((path) =>
    [...path.getAttribute('d')!.matchAll(/[ML]([\d.]+)/g)].map(([, x]) => Number(x)),
  );
  expect(lines.length).toBeGreaterThan(4);
  for (const xs of lines) expect(xs).toEqual([...xs].sort((a, b) => a - b));
});

test('the table of a sweep has a row a point, with verdict, estimate and interval', () => {
  const tables = [...document.querySelectorAll('table.sweep')];
  expect(tables).toHaveLength(4);
  const rows = [...tables[1]!.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()),
  );
  expect(rows.map(([value]) => value)).toEqual(['1', '0', '0.01', '0.1', '0.001']);
  const { verdict, estimates } = input.analysis.conditions.monitored2!;
  const { mean, low, high } = estimates.get(key('accuracy.frozen'))!;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  expect(rows[1]!.slice(1, 3)).toEqual([
    verdict,
    `${percent(mean)} ${percent(low)} to ${percent(high)} n 120 (2)`,
  ]);
});

test('the swept conditions are folded up, the others are not', () => {
  const folded = (element: { closest(selector: string): unknown }) => element.closest('details') !== null;
  const lines = [...document.querySelectorAll('.verdicts .line')];
  expect(lines.filter((line) => !folded(line)).map((line) => line.textContent.split(':')[0])).toEqual([
    'base',
    'fair',
  ]);
  expect(lines.filter(folded)).toHaveLength(18);
  // All estimates are folded up, those of sweeps a second time.
  const wide = [...document.querySelectorAll('#estimates > details table.estimates')].filter(
    (table) => !folded(table.closest('details')!.parentElement!),
  );
  expect(wide[0]!.querySelectorAll('thead th')).toHaveLength(7);
  for (const summary of document.querySelectorAll('summary')) expect(summary.textContent).toMatch(/\w/);
});

test('report.md groups the verdicts by sweep', () => {
  expect(report.markdown.match(/^- \*\*.*?\*\*/gm)).toEqual([
    '- **base: undecided**',
    '- **fair: undecided**',
    '- **mixed, by environment.rho**',
    '- **monitored, by rewards.monitor.penalty**',
    '- **arranged, by rule**',
    '- **start, by environment.rho**',
  ]);
  expect(report.markdown).toMatch(
    /^- \*\*monitored.* undecided at 1, 0, 0\.01, 0\.1; vestigial at 0\.001\.$/m,
  );
  expect(report.markdown).toMatch(/^## monitored, by rewards\.monitor\.penalty$/m);
  expect(report.markdown).toMatch(/^\| 0\.001 \| [a-z -]+ \| \d+\.\d% \(.* to .*\) \|/m);
  for (const name of sweeps) expect(report.markdown).toContain(`](figures/${name})`);
});

test('where runs stopped is told of each sweep that was trained', () => {
  const tables = [...document.querySelectorAll('table')].filter((table) =>
    table.textContent.includes('Updates'),
  );
  expect(tables.map((table) => table.querySelectorAll('tbody tr').length)).toEqual([2, 10, 10, 6]);
  expect(report.html).not.toContain('No policy was trained');
});

test('metrics keep the names of the file', () => {
  expect(Object.keys(report.metrics.conditions)).toEqual(Object.keys(input.analysis.conditions));
});

test('the histories of phrases are told in words', () => {
  const table = [...document.querySelectorAll('table')].find((one) =>
    one.textContent.includes('History, in'),
  )!;
  const rows = [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows.slice(0, 2)).toEqual([
    ['fair'],
    [
      'judgement (phrase)',
      '10.0%',
      '90.0%',
      '0.55',
      'born at 20\u201330, useful 0 to 20, obsolete from 40, still written',
    ],
  ]);
  expect(rows.find(([feature]) => feature === 'length')).toEqual(['length', '17.1', '12.0', '0.55', '']);
});

test('hostile sweeps stay text, and their files in their folder', () => {
  const hostile = '../<script>[a](b)"';
  const conditions = Object.entries(input.experiment.conditions).map(([name, condition]) => [
    name,
    { ...condition, ...(condition.swept && { swept: { of: hostile, field: hostile, value: hostile } }) },
  ]);
  const attacked = renderReport({
    ...input,
    experiment: { ...input.experiment, conditions: Object.fromEntries(conditions) },
  });
  expect(parseHTML(attacked.html).document.querySelectorAll('script')).toHaveLength(0);
  expect(/<script|[^\\]\[a/.test(attacked.markdown)).toBe(false);
  for (const [name, svg] of Object.entries(attacked.figures)) {
    expect(name).toMatch(/^[\w-]+\.svg$/);
    expect(malformed(svg)).toEqual([]);
  }
});

test('every figure stands alone', () => {
  for (const svg of Object.values(report.figures)) {
    expect(svg).not.toMatch(/<style|style=|white|black|NaN|undefined|Infinity/);
    expect(malformed(svg)).toEqual([]);
  }
});
