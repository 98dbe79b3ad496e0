import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNodes } from './plugin.ts';
import { FILE } from './testing/fixture.ts';

const EXPERIMENT = 'apps/experiments/tiny/experiment.json';
let workspaceRoot: string;

beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'vestige-plugin-'));
  mkdirSync(join(workspaceRoot, 'apps/experiments/tiny'), { recursive: true });
  mkdirSync(join(workspaceRoot, 'packages'));
});

afterEach(() => {
  rmSync(workspaceRoot, { recursive: true });
  vi.restoreAllMocks();
});

async function infer(content: string, file = EXPERIMENT) {
  writeFileSync(join(workspaceRoot, file), content);
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const results = await createNodes[1]([file], undefined, { workspaceRoot, nxJsonConfiguration: {} });
  return {
    projects: Object.values(results[0]![1].projects!),
    printed: printed.mock.calls.map(([line]) => line),
  };
}

test('a file and its presets are inferred together', async () => {
  const { projects, printed } = await infer(JSON.stringify(FILE));
  expect(projects.map(({ name }) => name)).toEqual([
    'tiny',
    'tiny-base-s0',
    'tiny-biased-s0',
    'tiny-fair-s0',
    'tiny-other',
    'tiny-other-base-s1',
    'tiny-other-biased-s1',
    'tiny-other-fair-s1',
  ]);
  expect(printed).toEqual([]);
});

test('a mistake in a preset leaves the experiment as it is', async () => {
  const { projects, printed } = await infer(
    JSON.stringify({ ...FILE, presets: { other: { seeds: 'many' } } }),
  );
  expect(projects.map(({ name }) => name)).toEqual([
    'tiny',
    'tiny-base-s0',
    'tiny-biased-s0',
    'tiny-fair-s0',
    'tiny-other',
  ]);
  expect(printed).toEqual([expect.stringMatching(/^apps\/.*json: field presets\.other\.seeds: .*array/)]);
  expect(projects.at(-1)!.metadata!.description).toBe(printed[0]);
  expect(projects.at(-1)!.targets!.report!.options.env.MISTAKE).toBe(printed[0]);
});

test.each([
  ['{ "name": }', /^apps\/.*json: is not JSON: /],
  [JSON.stringify({ ...FILE, base: {} }), /^apps\/.*json: field base\.rule: /],
  [
    JSON.stringify({ ...FILE, name: 'other' }),
    /^apps\/.*json: field name: "other"; expected "tiny", the name of its folder$/,
  ],
])('a mistake in the file is told once, on a line: %s', async (content, line) => {
  const { projects, printed } = await infer(content);
  expect(printed).toEqual([expect.stringMatching(line)]);
  expect(projects[0]!.name).toBe('tiny');
  expect(projects[0]!.tags).toContain('vestige:broken');
});

test('a calibration is inferred from its file, and a mistake in a preset is told', async () => {
  const calibration = { name: 'tiny', title: 'Tiny', policies: ['all'], presets: { quick: { seeds: 0 } } };
  const { projects, printed } = await infer(
    JSON.stringify(calibration),
    EXPERIMENT.replace('experiment.json', 'calibration.json'),
  );
  expect(projects.map(({ name }) => name)).toEqual(['tiny', 'tiny-all', 'tiny-quick']);
  expect(projects.at(-1)!.tags).toContain('vestige:broken');
  expect(printed).toEqual([
    expect.stringMatching(/^apps\/.*calibration\.json: field presets\.quick\.seeds: /),
  ]);
});
