import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentTask, loadExperiment } from '@vestige/experiment';
import { seal } from '@vestige/manifest/testing';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { expectedFolder } from '../stages/shared/expected.ts';
import { folder, vestige, writeMiniature } from '../testing/cli.ts';

const own = { condition: 'fair', estimator: 'accuracy.own' };
let here: string;

beforeEach(() => {
  here = folder(onTestFinished);
  const estimate = { mean: 0.95, low: 0.9, high: 0.97, bySeed: {} };
  const estimates = {
    'accuracy.own': estimate,
    'accuracy.now': { ...estimate, mean: 0.5 },
    'accuracy.cut0': { ...estimate, mean: null, low: null },
  };
  const groups = {
    hinted: { verdict: 'vestigial', estimates: { 'accuracy.own': { ...estimate, mean: 1 } } },
  };
  mkdirSync(join(here, 'runs/report'), { recursive: true });
  writeFileSync(
    join(here, 'runs/report/metrics.json'),
    JSON.stringify({
      conditions: {
        base: { verdict: 'load-bearing', estimates, absent: {}, groups: {} },
        fair: {
          ...{ verdict: 'load-bearing', follows: 'reasoning', estimates, groups },
          absent: { 'accuracy.drop': 'rests on 1 prompt, fewer than 30' },
        },
      },
      contrasts: [
        {
          ...{ a: 'base', b: 'fair', paired: true },
          estimates: {
            'accuracy.cut0': { difference: null, low: -0.5, high: -0.3 },
            'accuracy.now': {
              difference: -0.4,
              low: -0.5,
              high: -0.3,
              p: 0.01,
              holm: 0.02,
              prompts: 90,
              seeds: 3,
            },
          },
        },
      ],
      families: { dose: { field: 'reinforcement.kl', conditions: ['dose1', 'dose2'], estimates } },
    }),
  );
});

function check(checks: object[], ...words: string[]) {
  sealWith({});
  writeMiniature(here, { checks });
  return vestige(['check', '.', ...words], here);
}

/** Makes the report one of the miniature with these fields; checks are none of what a report is made of. */
function sealWith(fields: Readonly<Record<string, unknown>>) {
  seal(expectedFolder(experimentTask(loadExperiment(writeMiniature(here, fields)), 'report')));
}

test('checks that hold: a line each, exit code 0', async () => {
  const { code, stdout } = await check([
    { ...own, atLeast: 0.9 },
    { ...own, atMost: 0.98, bound: 'high' },
    { condition: 'fair', estimator: 'accuracy.now', between: [0.4, 0.6] },
    { condition: 'fair', verdict: 'load-bearing' },
    { ...own, group: 'hinted', atLeast: 0.99 },
    { condition: 'fair', group: 'hinted', verdict: 'vestigial' },
    { condition: 'fair', follows: 'reasoning' },
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/ok +fair +accuracy\.own +0\.950 +0\.900 to 0\.970 +at least 0\.9\n/);
  expect(stdout).toMatch(/ok +fair +accuracy\.own +0\.970 +0\.900 to 0\.970 +high end at most 0\.98\n/);
  expect(stdout).toMatch(/ok +fair +verdict +load-bearing +load-bearing\n/);
  expect(stdout).toMatch(/ok +fair +follows +reasoning +reasoning\n/);
  expect(stdout).toContain('All 7 checks hold.');
});

test('a check that fails: exit code 1', async () => {
  const { code, stdout } = await check([
    { ...own, atLeast: 0.92, bound: 'low' },
    { condition: 'fair', verdict: 'vestigial' },
    { condition: 'fair', follows: 'question' },
    { ...own, atLeast: 0.92 },
  ]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/FAILED +fair +accuracy\.own +0\.900 +0\.900 to 0\.970 +low end at least 0\.92\n/);
  expect(stdout).toMatch(/FAILED +fair +verdict +load-bearing +vestigial\n/);
  expect(stdout).toMatch(/FAILED +fair +follows +reasoning +question\n/);
  expect(stdout).toContain('3 of 4 checks failed.');
  const { stdout: json } = await check([{ ...own, atLeast: 0.92 }], '--json');
  expect(JSON.parse(json)).toMatchObject([{ ...own, ok: true, found: 0.95 }]);
});

test('a contrast, in either order, by its difference or an end of its interval', async () => {
  const contrast = { estimator: 'accuracy.now', bound: 'low' };
  const { code, stdout } = await check([
    { ...contrast, contrast: ['fair', 'base'], atLeast: 0.3 },
    { ...contrast, contrast: ['base', 'fair'], atLeast: -0.4 },
  ]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/ok +fair − base +accuracy\.now +0\.300 +0\.300 to 0\.500 +low end at least 0\.3\n/);
  expect(stdout).toMatch(
    /FAILED +base − fair +accuracy\.now +-0\.500 +-0\.500 to -0\.300 +low end at least -0\.4\n/,
  );
});

test('in a job of GitHub Actions: an annotation at the line of each check that fails, and a summary', async () => {
  sealWith({ title: 'A | title' });
  const checks = [
    { ...own, atLeast: 0.9 },
    { condition: 'fair', verdict: 'vestigial' },
  ];
  const written = writeMiniature(here, { title: 'A | title', checks });
  const text = JSON.stringify(JSON.parse(readFileSync(written, 'utf8')), null, 2);
  writeFileSync(written, text);
  const file = join(here, 'summary.md');
  writeFileSync(file, '');
  const {
    code,
    stdout,
    stderr: none,
  } = await vestige(['check', '.', '--github'], here, { GITHUB_STEP_SUMMARY: file });
  expect({ code, none }).toEqual({ code: 1, none: '' });
  const [annotation] = stdout.split('\n').filter((line) => line.startsWith('::'));
  const before = text.slice(0, text.indexOf('"verdict": "vestigial"')).split('\n');
  expect(annotation).toMatch(
    /^::error title=A | title%3A fair%2C verdict,file=.*experiment\.json,line=\d+::/,
  );
  // The check begins two lines before its verdict.
  expect(annotation).toContain(`,line=${before.length - 2}::found load-bearing; expected vestigial`);
  const summary = readFileSync(file, 'utf8');
  expect(summary).toContain('## A \\| title');
  expect(summary).toContain('| fair | load-bearing | reasoning |');
  expect(summary).toContain('| FAILED | fair | verdict | load-bearing |  | vestigial |');
  expect(summary).toContain('1 of 2 checks failed.');
  const { stderr } = await vestige(['check', '.', '--github'], here, { GITHUB_STEP_SUMMARY: undefined });
  expect(stderr).toMatch(
    /^vestige: --github: GITHUB_STEP_SUMMARY is not set; expected a job of GitHub Actions/,
  );
});

const dose = { rule: 'factors', sweep: { 'reinforcement.kl': [0, 0.1] } };

test('a check of a sweep', async () => {
  sealWith({ conditions: { dose } });
  writeMiniature(here, {
    checks: [{ ...own, condition: 'dose', atLeast: 0.9 }],
    conditions: { dose },
  });
  const { code, stdout } = await vestige(['check', '.'], here);
  expect(stdout).toMatch(/ok +dose +accuracy\.own +0\.950/);
  expect(code).toBe(0);
  writeMiniature(here, { checks: [{ condition: 'dose', verdict: 'vestigial' }], conditions: { dose } });
  const { stderr } = await vestige(['check', '.'], here);
  expect(stderr).toMatch(/field checks\.0: dose is a sweep and has no verdict; expected one of dose1, dose2/);
});

test.each<[string, object[], RegExp]>([
  [
    'an unknown estimator',
    [{ condition: 'fair', estimator: 'acuracy.own', atLeast: 0 }],
    /^vestige: experiment\.json: field checks\.0\.estimator: fair has no estimator "acuracy\.own"; did you mean accuracy\.own/,
  ],
  [
    'an estimator that every object has',
    [{ condition: 'fair', estimator: 'constructor', atMost: 0 }],
    /field checks\.0\.estimator: fair has no estimator "constructor"; expected one of accuracy\.own/,
  ],
  [
    'a figure that is null',
    [{ condition: 'fair', estimator: 'accuracy.cut0', atMost: 0.5 }],
    /^vestige: experiment\.json: field checks\.0\.estimator: fair: accuracy\.cut0 has no figure: its mean is null in the report$/m,
  ],
  [
    'an end of an interval that is null',
    [{ condition: 'fair', estimator: 'accuracy.cut0', atMost: 0.98, bound: 'high' }],
    /accuracy\.cut0 has no figure: its low is null in the report$/m,
  ],
  [
    'a difference that is null, in the other order',
    [{ contrast: ['fair', 'base'], estimator: 'accuracy.cut0', atLeast: 0 }],
    /fair − base: accuracy\.cut0 has no figure: its mean is null in the report$/m,
  ],
  [
    'an unknown group',
    [{ ...own, group: 'hintd', atLeast: 0 }],
    /^vestige: experiment\.json: field checks\.0\.group: fair has no group "hintd"; expected hinted/,
  ],
  [
    'an estimator without a figure',
    [{ condition: 'fair', estimator: 'accuracy.drop', atLeast: 0 }],
    /^vestige: experiment\.json: field checks\.0\.estimator: fair: accuracy\.drop has no figure, since it rests on 1 prompt, fewer than 30$/m,
  ],
  [
    'a contrast with an unknown condition',
    [{ contrast: ['fair', 'far'], estimator: 'accuracy.now', atLeast: 0 }],
    /^vestige: experiment\.json: field checks\.0\.contrast: there is no condition "far"; expected one of base, biased, fair/,
  ],
  [
    'a contrast with a verdict',
    [{ contrast: ['fair', 'base'], verdict: 'vestigial' }],
    /^vestige: experiment\.json: field checks\.0: contrast: has neither group nor verdict nor follows/,
  ],
  ['an incomplete check', [own], /^vestige: experiment\.json: field checks\.0: expected exactly one of/],
  [
    'no checks',
    [],
    /^vestige: experiment\.json: field checks: there are none, so nothing was checked; expected/,
  ],
])('a mistake in the file: %s: one line, exit code 2', async (_, checks, message) => {
  const { code, stdout, stderr } = await check(checks);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd()).not.toContain('\n');
  expect([code, stdout]).toEqual([2, '']);
});

test.each([
  ['', /^vestige: runs\/report\/metrics\.json: is empty; expected JSON; `vestige .* it anew\n$/],
  ['{"conditions": {}', /^vestige: runs\/report\/metrics\.json: is not JSON, or truncated; `vestige /],
  ['null', /^vestige: runs\/report\/metrics\.json: field conditions: is missing; expected the metrics\.json/],
  ['{"conditions": {}, "contrasts": []}', /field families: is missing/],
])('a report that holds no figures: %j', async (text, message) => {
  writeFileSync(join(here, 'runs/report/metrics.json'), text);
  const { code, stderr } = await check([{ ...own, atLeast: 0 }]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});
