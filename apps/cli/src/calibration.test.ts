import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrationMetricsSchema } from '@vestige/calibration/report';
import { CALIBRATION_STAGES } from '@vestige/calibration/tasks';
import { MANIFEST_FILE } from '@vestige/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder } from './testing/cli.ts';
import { complaint, said } from './testing/inProcess.ts';

const here = join(folder(afterAll), 'tiny');
const file = join(here, 'calibration.json');
const TINY = {
  name: 'tiny',
  title: 'A tiny calibration & its <report>',
  policies: ['all', 'correlated'],
  prompts: [48, 96],
  simulations: 2,
  resamples: 10,
};

beforeAll(async () => {
  mkdirSync(here);
  writeFileSync(file, JSON.stringify(TINY));
  for (const policy of TINY.policies) await said('simulate', file, '--policy', policy);
  await said('report', here);
}, 60_000);

test('the stages write their files under their final names', () => {
  const files = readdirSync(join(here, 'runs'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => /\.\w+$/.test(name)).sort()).toEqual([
    'all/simulate/intervals.arrow',
    'all/simulate/verdicts.arrow',
    'all/simulate/vestige-manifest.json',
    'correlated/simulate/intervals.arrow',
    'correlated/simulate/verdicts.arrow',
    'correlated/simulate/vestige-manifest.json',
    'report/calibration.html',
    'report/calibration.md',
    'report/figures/coverage.png',
    'report/figures/coverage.svg',
    'report/figures/right.png',
    'report/figures/right.svg',
    'report/metrics.json',
    'report/vestige-manifest.json',
  ]);
});

test('the stages make what is said of them', () => {
  const { simulate, report } = CALIBRATION_STAGES;
  expect(readdirSync(join(here, 'runs/all/simulate')).sort()).toEqual([...simulate.makes, MANIFEST_FILE]);
  expect(readdirSync(join(here, 'runs/report')).sort()).toEqual([...report.makes, MANIFEST_FILE]);
});

test('the metrics are of their schema and agree with the rows', () => {
  const metrics = calibrationMetricsSchema.parse(
    JSON.parse(readFileSync(join(here, 'runs/report/metrics.json'), 'utf8')),
  );
  expect(metrics.headline.right.count).toBe(4);
  const wholes = metrics.verdicts.filter(({ subject }) => subject === 'whole');
  expect(wholes).toHaveLength(2 * 2 * 2);
  for (const { found } of wholes) {
    expect(Object.values(found).reduce((sum, count) => sum + count, 0)).toBe(TINY.simulations);
  }
});

test('the page is self-contained and escapes what it is given', () => {
  const html = readFileSync(join(here, 'runs/report/calibration.html'), 'utf8');
  expect(html).toContain('A tiny calibration &amp; its &lt;report&gt;');
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|src=/);
  expect(html.match(/<svg role="img"/g)).toHaveLength(2 + 2);
  const markdown = readFileSync(join(here, 'runs/report/calibration.md'), 'utf8');
  for (const figure of ['right', 'coverage']) expect(markdown).toContain(`(figures/${figure}.svg)`);
});

test('the tables are shown in words', async () => {
  const table = (name: string) => join(here, 'runs/all/simulate', name);
  expect(await said('show', table('verdicts.arrow'))).toMatch(/whole +96 +0 +\d/);
  expect(await said('show', table('intervals.arrow'))).toMatch(/reliance\.minimum +96 +0\.1 +\d/);
  expect(await said('show', table('verdicts.arrow'), '--rows', '1')).toContain('load-bearing');
});

test('what does not fit is refused', async () => {
  expect(await complaint('simulate', file, '--policy', 'either')).toBe(
    "--policy either: is none of the calibration's; expected all or correlated",
  );
  writeFileSync(file, JSON.stringify({ ...TINY, simulations: 0 }));
  expect(await complaint('report', file)).toMatch(/calibration\.json: field simulations: /);
  writeFileSync(file, JSON.stringify({ ...TINY, policies: ['either'] }));
  expect(await complaint('report', file)).toMatch(
    /either.*verdicts\.arrow: no such file; `vestige simulate .*calibration\.json --policy either` makes it/,
  );
  expect(existsSync(join(here, 'runs/report/metrics.json'))).toBe(true);
});
