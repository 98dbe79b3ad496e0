import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationJsonSchema } from './jsonSchema.ts';
import { calibrationDirectory, loadCalibration, resolveCalibration } from './load.ts';
import { SIMULATED_NAMES } from './policies.ts';

const FILE = 'apps/experiments/tiny/calibration.json';
const TINY = { name: 'tiny', title: 'Tiny', presets: { quick: { simulations: 2 } } };
const resolve = (fields: object = {}, preset?: string) =>
  resolveCalibration({ ...TINY, ...fields }, preset, FILE);

test('defaults are filled in, a preset replaces what it names', () => {
  expect(resolve()).toMatchObject({
    policies: [...SIMULATED_NAMES],
    simulations: 100,
    seeds: 3,
    preset: undefined,
  });
  expect(resolve({}, 'quick')).toMatchObject({ simulations: 2, seeds: 3, preset: 'quick' });
  expect(calibrationDirectory(resolve({}, 'quick'), 'simulate', 'all')).toBe(
    'apps/experiments/tiny/runs/quick/all/simulate',
  );
  expect(calibrationDirectory(resolve(), 'report')).toBe('apps/experiments/tiny/runs/report');
});

test.each([
  [{ policies: ['al'] }, undefined, /^apps\/.*json: field policies\.0: .*"none"/],
  [{ policies: ['same'] }, undefined, /field policies: expected a policy, and not contrasts alone/],
  [{ prompts: [128, 64] }, undefined, /field prompts: expected to rise/],
  [{ simulation: 3 }, undefined, /simulation/],
  [{ name: 'other' }, undefined, /field name: "other"; expected "tiny"/],
  [{ interventions: ['swap'] }, undefined, /field interventions: expected at least one of now, cut, filler/],
  [{ presets: { constructor: {} } }, undefined, /presets\.constructor: every JavaScript object has one/],
  [{ prompts: [1e12] }, undefined, /field prompts\.0: .*<=1000000/],
  [{ resamples: 1e12 }, undefined, /field resamples: .*<=1000000/],
  [{}, 'slow', /has no preset "slow"; it has: quick/],
  [{ presets: { quick: { seeds: 'many' } } }, 'quick', /field presets\.quick\.seeds: .*number/],
  [{ presets: { all: {} } }, undefined, /field presets\.all: is the name of a policy/],
])('a mistake is told with file, field and expectation: %j', (fields, preset, message) => {
  expect(() => resolve(fields, preset)).toThrow(message);
});

test('a file that is not there is a mistake', () => {
  expect(() => loadCalibration('nowhere/calibration.json')).toThrow(
    /^nowhere\/calibration.json: cannot be read/,
  );
});

test('a key that stands twice is a mistake, a byte-order mark is none', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'vestige-calibration-')), 'tiny');
  mkdirSync(folder);
  const file = join(folder, 'calibration.json');
  writeFileSync(file, `\uFEFF${JSON.stringify(TINY)}`);
  expect(loadCalibration(file, 'quick').simulations).toBe(2);
  writeFileSync(file, '{ "name": "tiny",\n  "name": "tiny" }');
  expect(() => loadCalibration(file)).toThrow(
    `${file}: field name: stands twice (line 2, column 3); expected it once`,
  );
});

test('calibration.schema.json is that of the code (npm run schema writes it)', () => {
  const written = readFileSync(new URL('../calibration.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(calibrationJsonSchema()));
});
