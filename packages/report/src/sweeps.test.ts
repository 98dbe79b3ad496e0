import { expect, test } from 'vitest';
import { splitSweeps } from './sweeps.ts';
import { fixture } from './testing/fixture.ts';
import { sweptFixture } from './testing/swept.ts';

const input = sweptFixture();

test('each sweep is apart, trained ones first, under names that tell the value', () => {
  const { plain, sweeps } = splitSweeps(input);
  expect(Object.keys(plain.analysis.conditions)).toEqual(['base', 'fair']);
  expect(sweeps.map(({ name }) => name)).toEqual(['mixed', 'monitored', 'arranged', 'start']);
  const [mixed, monitored, arranged] = sweeps;
  expect(mixed!.points[0]).toEqual({
    condition: 'mixed1 (rho \u22120.8)',
    value: -0.8,
    label: '\u22120.8',
  });
  expect(monitored!.points.map(({ label }) => label)).toEqual(['1', '0', '0.01', '0.1', '0.001']);
  expect(arranged!.points.map(({ label }) => label)).toEqual(['after', 'before', '{"mixed":true}']);
  for (const { points, input: part } of sweeps) {
    const names = points.map(({ condition }) => condition);
    expect(Object.keys(part.analysis.conditions)).toEqual(names);
    expect(Object.keys(part.experiment.conditions)).toEqual(names);
  }
  expect(mixed!.input.analysis.conditions['mixed1 (rho \u22120.8)']).toBe(input.analysis.conditions.mixed1);
});

test('without sweeps, or with nothing beside them, all conditions are plain', () => {
  const plain = fixture({ prompts: 20, checkpointPrompts: 4, resamples: 100 });
  expect(splitSweeps(plain)).toEqual({ plain, sweeps: [] });
  const { mixed1, mixed2 } = input.analysis.conditions;
  const only = {
    ...input,
    analysis: { ...input.analysis, conditions: { mixed1: mixed1!, mixed2: mixed2! } },
  };
  expect(splitSweeps(only)).toEqual({ plain: only, sweeps: [] });
});

test('a sweep of one value is an ordinary condition', () => {
  const { base, mixed1 } = input.analysis.conditions;
  const one = { ...input, analysis: { ...input.analysis, conditions: { base: base!, mixed1: mixed1! } } };
  expect(splitSweeps(one).sweeps).toEqual([]);
});
