import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectConfiguration } from 'nx/src/devkit-exports.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNodes } from './plugin.ts';
import { FILE } from './testing/fixture.ts';

const OVERVIEW = {
  name: 'overview',
  title: 'Both',
  experiments: [{ experiment: 'tiny' }, { experiment: 'small' }],
  compare: [
    { experiment: 'tiny', condition: 'fair' },
    { experiment: 'small', condition: 'fair' },
  ],
  presets: { other: { title: 'Both (other)', also: ['calibration-other'] } },
};
const ROOT = 'apps/experiments/overview';
let workspaceRoot: string;

beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'vestige-overview-'));
  mkdirSync(join(workspaceRoot, 'packages'));
  mkdirSync(join(workspaceRoot, ROOT), { recursive: true });
  for (const name of ['tiny', 'small']) write(name, { ...FILE, name });
});

afterEach(() => {
  rmSync(workspaceRoot, { recursive: true });
  vi.restoreAllMocks();
});

function write(name: string, content: object) {
  mkdirSync(join(workspaceRoot, 'apps/experiments', name), { recursive: true });
  writeFileSync(join(workspaceRoot, 'apps/experiments', name, 'experiment.json'), JSON.stringify(content));
}

async function infer(overview: string | object = OVERVIEW) {
  const file = `${ROOT}/overview.json`;
  const text = typeof overview === 'string' ? overview : JSON.stringify(overview);
  writeFileSync(join(workspaceRoot, file), text);
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const results = await createNodes[1]([file], undefined, { workspaceRoot, nxJsonConfiguration: {} });
  const projects = results[0]![1].projects as Record<string, ProjectConfiguration>;
  return { projects, printed: printed.mock.calls.map(([line]) => line as string) };
}

test('a file and its presets are projects with a report', async () => {
  const { projects, printed } = await infer();
  expect(Object.entries(projects).map(([root, { name }]) => [root, name])).toEqual([
    [ROOT, 'overview'],
    [`${ROOT}/runs/other`, 'overview-other'],
  ]);
  const { report } = projects[`${ROOT}/runs/other`]!.targets!;
  expect(report!.options.command).toBe(
    `node apps/cli/src/main.ts report ${ROOT}/overview.json --preset other`,
  );
  expect(report!.outputs).toEqual([`{workspaceRoot}/${ROOT}/runs/other/report`]);
  expect(report!.cache).toBe(true);
  expect(printed).toEqual([]);
});

test('it waits for the reports of its experiments, and of further projects', async () => {
  const { projects } = await infer();
  const dependsOn = (root: string) => projects[root]!.targets!.report!.dependsOn;
  expect(dependsOn(ROOT)).toEqual([
    { projects: ['tiny', 'small'], target: 'analyze' },
    { projects: ['tiny', 'small'], target: 'report' },
  ]);
  expect(dependsOn(`${ROOT}/runs/other`)).toEqual([
    { projects: ['tiny-other', 'small-other'], target: 'analyze' },
    { projects: ['tiny-other', 'small-other', 'calibration-other'], target: 'report' },
  ]);
});

test('it reads its file, analyses, and what its experiments say in words; no training, no kernels', async () => {
  const { projects } = await infer();
  const inputs = projects[`${ROOT}/runs/other`]!.targets!.report!.inputs!;
  const json = `{workspaceRoot}/${ROOT}/overview.json`;
  expect(inputs).toContainEqual({ json, excludeFields: ['$schema', 'presets'] });
  expect(inputs).toContainEqual({ json, fields: ['presets.other'] });
  expect(inputs).toContainEqual({
    json: '{workspaceRoot}/apps/experiments/tiny/experiment.json',
    fields: [
      ...['title', 'base', 'bases', 'policies', 'conditions'],
      ...['title', 'base', 'bases', 'policies', 'conditions'].map((field) => `presets.other.${field}`),
    ],
  });
  expect(inputs).toContainEqual({ dependentTasksOutputFiles: '**/analysis.json' });
  expect(inputs).toContain('{workspaceRoot}/apps/cli/src/stages/overview.ts');
  expect(inputs).not.toContainEqual({ env: 'VESTIGE_BACKEND' });
});

test('nothing of it changes with the seeds of an experiment or the claim of another', async () => {
  const before = await infer();
  write('tiny', { ...FILE, seeds: [0, 1], claim: 'Another' });
  expect((await infer()).projects).toEqual(before.projects);
});

test.each<[string, string | object, RegExp]>([
  ['no JSON', '{ "name": }', /^apps\/experiments\/overview\/overview\.json: is not JSON: /],
  [
    'an unknown condition',
    { ...OVERVIEW, compare: [{ experiment: 'tiny', condition: 'unfair' }] },
    /^apps\/.*overview\.json: field compare\.0\.condition: tiny.* has no condition "unfair"; expected one of/,
  ],
  [
    'an unknown experiment',
    { ...OVERVIEW, experiments: [{ experiment: 'huge' }, ...OVERVIEW.experiments] },
    /^apps\/.*: field experiments\.0: there is no experiment "huge"; expected one of small, tiny$/,
  ],
])('a mistake makes a project that fails with it: %s', async (_, content, line) => {
  const { projects, printed } = await infer(content);
  expect(printed[0]).toMatch(line);
  expect(projects[ROOT]).toMatchObject({ name: 'overview', tags: ['vestige:experiment', 'vestige:broken'] });
  expect(projects[ROOT]!.targets!.report!.options.env.MISTAKE).toBe(printed[0]);
});

test('a preset that its experiments do not have leaves the overview as it is', async () => {
  const { projects, printed } = await infer({ ...OVERVIEW, presets: { slow: {} } });
  expect(projects[ROOT]!.tags).toEqual(['vestige:overview', 'pipeline:overview']);
  expect(projects[`${ROOT}/runs/slow`]!.tags).toContain('vestige:broken');
  expect(printed).toEqual([
    expect.stringMatching(/field experiments\.0: apps\/experiments\/tiny\/.*: has no preset "slow"/),
  ]);
});
