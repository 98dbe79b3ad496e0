import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importedJsonSchema } from './jsonSchema.ts';
import { importedDirectory, loadImported, resolveImported, sourceOf } from './load.ts';
import { convertTask, importedTask } from './tasks.ts';

const FILE = 'apps/experiments/tiny/imported.json';
const TINY = {
  name: 'tiny',
  title: 'Tiny',
  runs: { grpo: { path: '../out' }, other: { path: '/data/run', from: 'verl' } },
  presets: { quick: { reinforcement: { resamples: 200 } } },
};
const resolve = (fields: object = {}, preset?: string) =>
  resolveImported({ ...TINY, ...fields }, preset, FILE);

test('defaults are filled in, a preset replaces what it names', () => {
  expect(resolve()).toMatchObject({
    runs: { grpo: { thought: 'auto', answer: 'auto', map: {} } },
    reinforcement: { longest: 4, resamples: 1000 },
    preset: undefined,
  });
  expect(resolve({}, 'quick')).toMatchObject({ reinforcement: { longest: 4, resamples: 200 } });
  expect(importedDirectory(resolve({}, 'quick'), 'convert', 'grpo')).toBe(
    'apps/experiments/tiny/runs/quick/grpo/convert',
  );
});

test('paths start at the folder of the file', () => {
  expect(sourceOf(resolve(), 'grpo')).toBe('apps/experiments/out');
  expect(sourceOf(resolve(), 'other')).toBe('/data/run');
});

test.each([
  [{ runs: {} }, undefined, /field runs: expected at least one run/],
  [{ runs: { grpo: {} } }, undefined, /field runs\.grpo\.path: is missing/],
  [{ runs: { report: { path: 'a' } } }, undefined, /field runs\.report: is a folder of a stage/],
  [{ runs: { grpo: { path: 'a', thought: 'foo' } } }, undefined, /runs\.grpo\.thought: expected auto, think/],
  [{ runs: { Grpo: { path: 'a' } } }, undefined, /field runs\.Grpo: expected lower-case letters/],
  [{ runs: { grpo: { path: 'a', from: 'trx' } } }, undefined, /field runs\.grpo\.from: .*"trl"/],
  [
    { reinforcement: { patterns: { again: '(a' } } },
    undefined,
    /patterns\.again: expected a regular expression/,
  ],
  [{ name: 'other' }, undefined, /field name: "other"; expected "tiny"/],
  [{}, 'slow', /has no preset "slow"; it has: quick/],
  [{ presets: { grpo: {} } }, undefined, /field presets\.grpo: is the name of a run/],
])('a mistake is told with file, field and expectation: %j', (fields, preset, message) => {
  expect(() => resolve(fields, preset)).toThrow(message);
});

test('a file that is not there is a mistake', () => {
  expect(() => loadImported('nowhere/imported.json')).toThrow(/^nowhere\/imported.json: cannot be read/);
});

test('another title is no reason to convert or analyse again', () => {
  const [one, other] = [resolve(), resolve({ title: 'Another' })];
  expect(convertTask(other, 'grpo').settings()).toEqual(convertTask(one, 'grpo').settings());
  expect(importedTask(other, 'analyze').settings()).toEqual(importedTask(one, 'analyze').settings());
  expect(importedTask(other, 'report').settings()).not.toEqual(importedTask(one, 'report').settings());
});

test('the analysis comes after the conversion of each run, the report after both', () => {
  const before = (stage: 'analyze' | 'report') =>
    importedTask(resolve(), stage)
      .before()
      .map(({ task }) => `${task.project}:${task.stage.name}`);
  expect(before('analyze')).toEqual(['tiny-grpo:convert', 'tiny-other:convert']);
  expect(before('report')).toEqual(['tiny:analyze', 'tiny-grpo:convert', 'tiny-other:convert']);
});

test('the JSON schema is up to date', () => {
  const written = readFileSync(new URL('../imported.schema.json', import.meta.url), 'utf8');
  expect(written).toBe(importedJsonSchema());
});
