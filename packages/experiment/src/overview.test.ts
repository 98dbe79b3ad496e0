import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { presetsOf } from './file.ts';
import { overviewJsonSchema } from './jsonSchema.ts';
import { loadOverview, reportDirectoryOf } from './overview.ts';
import { projectName, stageDirectory } from './runs.ts';
import { valid } from './testing/valid.ts';

const root = mkdtempSync(join(tmpdir(), 'vestige-overview-'));
afterAll(() => rmSync(root, { recursive: true }));

for (const name of ['tiny', 'small']) {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'experiment.json'), JSON.stringify({ ...valid, name }));
}
mkdirSync(join(root, 'overview'));
const file = join(root, 'overview/overview.json');

const overview = {
  name: 'overview',
  title: 'Both',
  experiments: [{ experiment: 'tiny' }, { experiment: 'small', preset: 'quick' }],
  compare: [
    { experiment: 'tiny', condition: 'base' },
    { experiment: 'small', condition: 'fair', group: 'hinted' },
    { experiment: 'tiny', condition: 'fair', label: 'the control' },
  ],
  presets: { quick: { title: 'Both (quick)' } },
};

const load = (json: object, preset?: string) => {
  writeFileSync(file, JSON.stringify(json));
  return loadOverview(file, preset);
};
const projects = (json: object, preset?: string) => load(json, preset).experiments.map(projectName);

describe('an overview', () => {
  test('loads the experiments beside it and names its rows', () => {
    const { experiments, compare, claim, also } = load(overview);
    expect(experiments.map(projectName)).toEqual(['tiny', 'small-quick']);
    expect(compare.map(({ label }) => label)).toEqual(['tiny base', 'small fair, hinted', 'the control']);
    expect(compare[1]).toMatchObject({ condition: 'fair', group: 'hinted', experiment: { seeds: [4] } });
    expect([claim, also]).toEqual(['', []]);
  });

  test('takes every experiment with its own preset of the name', () => {
    expect(projects(overview, 'quick')).toEqual(['tiny-quick', 'small-quick']);
    const { title, compare } = load(overview, 'quick');
    expect(title).toBe('Both (quick)');
    expect(compare.map(({ experiment }) => experiment.preset)).toEqual(['quick', 'quick', 'quick']);
  });

  test('takes those that a preset names, as it names them', () => {
    const mixed = { experiments: [{ experiment: 'small' }, { experiment: 'tiny', preset: 'quick' }] };
    expect(projects({ ...overview, presets: { mixed } }, 'mixed')).toEqual(['small', 'tiny-quick']);
  });

  test('without a list takes those that it compares, each once', () => {
    const { experiments: _, ...plain } = overview;
    expect(projects(plain)).toEqual(['tiny', 'small']);
    expect(projects(plain, 'quick')).toEqual(['tiny-quick', 'small-quick']);
  });

  test('lies in folders as an experiment does', () => {
    const quick = load({ ...overview, also: ['calibration-quick'] }, 'quick');
    expect(projectName(quick)).toBe('overview-quick');
    expect(stageDirectory(quick, 'report')).toBe(join(root, 'overview/runs/quick/report'));
    expect(reportDirectoryOf(quick, quick.also[0]!)).toBe(join(root, 'calibration/runs/quick/report'));
    expect(presetsOf(file)).toEqual(['quick']);
  });
});

describe('mistakes name file, field and expectation', () => {
  const [row] = overview.compare;
  test.each<[string, object, RegExp, string?]>([
    ['an unknown field', { rows: [] }, /: field \(top level\): .*"rows"/],
    ['no rows', { compare: [] }, /: field compare: /],
    ['a name that is not the folder', { name: 'view' }, /: field name: "view"; expected "overview"/],
    [
      'an unknown experiment',
      { experiments: [{ experiment: 'huge' }] },
      /: field experiments\.0: there is no experiment "huge"; expected one of small, tiny$/m,
    ],
    [
      'an unknown experiment that is only compared',
      { experiments: undefined, compare: [{ ...row, experiment: 'huge' }] },
      /: field compare\.0: there is no experiment "huge"/,
    ],
    [
      'an experiment that is compared and not listed',
      { experiments: [{ experiment: 'small' }], compare: [row] },
      /: field compare\.0\.experiment: "tiny" is not in the field experiments; expected one of small$/,
    ],
    [
      'an experiment twice',
      { experiments: [...overview.experiments, { experiment: 'tiny' }] },
      /: field experiments\.2: "tiny" stands twice/,
    ],
    [
      'an unknown condition',
      { compare: [{ ...row, condition: 'unfair' }] },
      /: field compare\.0\.condition: tiny has no condition "unfair"; expected one of base, biased, fair$/,
    ],
    [
      'an unknown preset of an experiment',
      { experiments: [{ experiment: 'tiny', preset: 'slow' }, { experiment: 'small' }] },
      /: field experiments\.0: .*tiny\/experiment\.json: has no preset "slow"; it has: quick$/,
    ],
    [
      'an unknown preset of an experiment, by way of a preset',
      { presets: { slow: {} } },
      /: field experiments\.0: .*tiny\/experiment\.json: has no preset "slow"/,
      'slow',
    ],
    ['an unknown preset', {}, /: has no preset "slow"; it has: quick$/, 'slow'],
    [
      'a mistake within a preset',
      { presets: { quick: { compare: [{ ...row, condition: 'unfair' }] } } },
      /: field presets\.quick\.compare\.0\.condition: tiny-quick has no condition "unfair"/,
      'quick',
    ],
    [
      'a label twice',
      { compare: [row, row] },
      /: field compare\.1: there is a row "tiny base" already; expected another label$/,
    ],
    [
      'a preset named like a stage',
      { presets: { report: {} } },
      /: field presets\.report: this name is taken/,
    ],
    ['what is no project', { also: ['../loan'] }, /: field also\.0: expected the name of a project$/],
  ])('%s', (_, edited, expected, preset) => {
    const json = JSON.parse(JSON.stringify({ ...overview, ...edited }));
    expect(() => load(json, preset)).toThrow(expected);
    expect(() => load(json, preset)).toThrow(/^.*overview\.json: /);
  });

  test('of an experiment are those of the overview too', () => {
    writeFileSync(
      join(root, 'small/experiment.json'),
      JSON.stringify({ ...valid, name: 'small', seeds: [] }),
    );
    expect(() => load(overview)).toThrow(/field experiments\.1: .*experiment\.json: field seeds: /);
    writeFileSync(join(root, 'small/experiment.json'), JSON.stringify({ ...valid, name: 'small' }));
  });
});

test('overview.schema.json is current; `npm run schema -w @vestige/experiment` writes it', () => {
  const schema = new URL('../overview.schema.json', import.meta.url);
  expect(readFileSync(schema, 'utf8')).toBe(overviewJsonSchema());
});
