import { join } from 'node:path';
import { SIMULATED_NAMES } from '@vestige/calibration/options';
import { expect, test } from 'vitest';
import { calibrationProjects } from './calibration.ts';
import { readPackages } from './packages.ts';
import { PACKAGES } from './testing/fixture.ts';

const FILE = 'apps/experiments/tiny/calibration.json';
const TINY = {
  name: 'tiny',
  title: 'Tiny',
  prompts: [64],
  simulations: 2,
  policies: ['all', 'none'],
  presets: { quick: { simulations: 1 } },
};

const infer = (preset?: string, json: object = TINY) => calibrationProjects(json, preset, FILE, PACKAGES);
const simulateOf = (preset?: string, json?: object) =>
  infer(preset, json)[`apps/experiments/tiny/runs/${preset ? `${preset}/` : ''}all`]!.targets!.simulate!;
const reportOf = (json?: object) => infer(undefined, json)['apps/experiments/tiny']!.targets!.report!;

test('a calibration becomes a project, and each planted policy a project of its own', () => {
  const names = (preset?: string) =>
    Object.entries(infer(preset)).map(([root, { name, targets }]) => [root, name, Object.keys(targets!)]);
  expect(names()).toEqual([
    ['apps/experiments/tiny', 'tiny', ['report']],
    ['apps/experiments/tiny/runs/all', 'tiny-all', ['simulate']],
    ['apps/experiments/tiny/runs/none', 'tiny-none', ['simulate']],
  ]);
  expect(names('quick').slice(0, 2)).toEqual([
    ['apps/experiments/tiny/runs/quick', 'tiny-quick', ['report']],
    ['apps/experiments/tiny/runs/quick/all', 'tiny-quick-all', ['simulate']],
  ]);
});

test('without a list, every planted policy and contrast is a project', () => {
  const { policies: _, ...whole } = TINY;
  const names = Object.values(infer(undefined, whole)).map(({ name }) => name);
  expect(names).toEqual(['tiny', ...SIMULATED_NAMES.map((name) => `tiny-${name}`)]);
  expect(names).toEqual(expect.arrayContaining(['tiny-position', 'tiny-coin', 'tiny-mute', 'tiny-same']));
});

test('a target runs its stage, owns its folder, and waits for what it reads', () => {
  const simulate = simulateOf('quick');
  expect(simulate.options.command).toBe(
    `node apps/cli/src/main.ts simulate ${FILE} --preset quick --policy all`,
  );
  expect(simulate.outputs).toEqual(['{workspaceRoot}/apps/experiments/tiny/runs/quick/all/simulate']);
  expect(simulate.dependsOn).toEqual([]);
  expect(reportOf().options.command).toBe(`node apps/cli/src/main.ts report ${FILE}`);
  expect(reportOf().outputs).toEqual(['{workspaceRoot}/apps/experiments/tiny/runs/report']);
  expect(reportOf().dependsOn).toEqual([{ projects: ['tiny-all', 'tiny-none'], target: 'simulate' }]);
});

test('a simulation reads what it is simulated by, and no report', () => {
  const inputs = simulateOf('quick').inputs!;
  const fields = inputs.flatMap((input) =>
    typeof input === 'object' && 'fields' in input ? input.fields : [],
  );
  expect(fields).toContain('simulations');
  expect(fields).toContain('presets.quick.simulations');
  expect(fields).not.toContain('title');
  expect(fields).not.toContain('policies');
  expect(inputs).toContain('{workspaceRoot}/packages/analysis/src/**/*');
  expect(inputs).toContain('{workspaceRoot}/apps/cli/src/stages/simulate.ts');
  expect(inputs).toContain('!{workspaceRoot}/packages/calibration/src/report/**/*');
  expect(inputs).not.toContain('{workspaceRoot}/packages/report/src/**/*');
  expect(inputs).not.toContain('{workspaceRoot}/packages/model/src/**/*');
  expect(inputs).toContainEqual({ externalDependencies: ['apache-arrow', 'pure-rand', 'zod'] });
});

test('nothing of a simulation changes with a title or another policy; the report does', () => {
  const edited = { ...TINY, title: 'Another', policies: ['all', 'none', 'either'] };
  expect(simulateOf(undefined, edited)).toEqual(simulateOf());
  expect(reportOf(edited).dependsOn).not.toEqual(reportOf().dependsOn);
  expect(reportOf().inputs).toContainEqual({
    json: `{workspaceRoot}/${FILE}`,
    excludeFields: ['$schema', 'presets'],
  });
});

test('every package that a simulation runs is in the workspace', () => {
  const packages = readPackages(join(import.meta.dirname, '../../..'));
  const sources = calibrationProjects(TINY, undefined, FILE, packages)[
    'apps/experiments/tiny/runs/all'
  ]!.targets!.simulate!.inputs!.flatMap((input) =>
    typeof input === 'string' ? (/^\{workspaceRoot\}\/packages\/(\w+)\/src\/\*/.exec(input)?.[1] ?? []) : [],
  );
  expect(sources).toContain('calibration');
  for (const name of sources) expect(Object.keys(packages)).toContain(name);
});
