import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folder, writeMiniature } from '../testing/cli.ts';
import { said } from '../testing/inProcess.ts';

const here = folder(afterAll);

test('the report tells of sweeps what the experiment file says, and holds policies of theirs too', async () => {
  writeMiniature(here, {
    conditions: {
      biased: { rule: 'nationality', sweep: { 'reinforcement.kl': [0.01, 0.02] } },
      fair: { rule: 'factors' },
    },
  });
  const conditions = ['biased1', 'biased2', 'fair'];
  await said('pretrain', here, '--seed', '0');
  for (const condition of conditions) await said('train', here, '--condition', condition, '--seed', '0');
  for (const condition of ['base', ...conditions]) {
    await said('ablate', here, '--condition', condition, '--seed', '0');
  }
  await said('analyze', here);
  await said('report', here);
  const figures = readdirSync(join(here, 'runs/report/figures'));
  expect(figures).toEqual(expect.arrayContaining(['battery.svg', 'battery-biased.svg', 'sweep-biased.svg']));
  const named = (end: string) =>
    figures.filter((name) => name.endsWith(end)).map((name) => name.slice(0, -4));
  expect(named('.png')).toEqual(named('.svg'));
  const page = readFileSync(join(here, 'runs/report/report.html'), 'utf8');
  // The last ones of fair, base and both points, and what fair was on its way.
  expect(page.match(/id="vestige-policy-\d+"/g)).toHaveLength(6);
});
