import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '@vestige/analysis';
import { plantedLoan } from '@vestige/analysis/testing';
import { afterAll, expect, test } from 'vitest';
import { folder, writeMiniature } from '../testing/cli.ts';
import { said } from '../testing/inProcess.ts';

const here = folder(afterAll);

test('the report tells of sweeps what the experiment file says', async () => {
  writeMiniature(here, {
    conditions: {
      biased: { rule: 'nationality', sweep: { 'reinforcement.kl': [0.01, 0.02] } },
      fair: { rule: 'factors' },
    },
  });
  const planted = plantedLoan([0], { prompts: 20, checkpointPrompts: 4, resamples: 100 });
  const analysis = analyze(planted);
  const { biased, ...others } = analysis.conditions;
  const swept = { ...analysis, conditions: { ...others, biased1: biased, biased2: biased } };
  mkdirSync(join(here, 'runs/analyze'), { recursive: true });
  writeFileSync(join(here, 'runs/analyze/analysis.json'), JSON.stringify(swept));
  await said('report', here);
  const figures = readdirSync(join(here, 'runs/report/figures'));
  expect(figures).toEqual(expect.arrayContaining(['battery.svg', 'battery-biased.svg', 'sweep-biased.svg']));
  const named = (end: string) =>
    figures.filter((name) => name.endsWith(end)).map((name) => name.slice(0, -4));
  expect(named('.png')).toEqual(named('.svg'));
});
