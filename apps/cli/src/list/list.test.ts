import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folder, writeMiniature } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';
import { calibrationNames, EXPERIMENTS, experimentNames, overviewNames } from '../workspace.ts';
import type { Listed, ListedWhole } from './list.ts';

const json = async <T>(...words: string[]): Promise<T> => JSON.parse(await said('list', ...words, '--json'));

test('everything that can be run is listed, its presets too, with the command that runs it', async () => {
  const all = await json<Listed[]>();
  const names = [...experimentNames(), ...overviewNames(), ...calibrationNames()];
  expect(all.map(({ project }) => project)).toEqual(expect.arrayContaining(names));
  expect(all.every(({ mistake, parts }) => mistake === null && parts > 0)).toBe(true);
  const find = (project: string) => all.find((one) => one.project === project)!;
  expect(find('loan')).toMatchObject({ kind: 'experiment', parts: 9, command: 'vestige run loan' });
  expect(find('phrase-one').command).toBe('vestige run phrase --preset one');
  expect(find('overview-quick')).toMatchObject({ kind: 'overview', command: 'vestige run overview --quick' });
  const text = await said('list');
  expect(text).toMatch(
    /^ {2}loan-quick +experiment +3 runs +(made|not yet) +(npx )?vestige run loan --quick$/m,
  );
  expect(text).toMatch(/^ {2}calibration +calibration +[12][0-9] planted policies /m);
});

test('of one, its runs with their Nx projects and what is there of each', async () => {
  const directory = join(EXPERIMENTS, 'recipes/runs/quick');
  const { runs, stages } = await json<ListedWhole>('recipes', '--quick');
  expect(runs.map(({ project }) => project)).toContain('recipes-quick-base-s0');
  for (const { project, condition, seed, stages } of runs) {
    expect(project).toBe(`recipes-quick-${condition}-s${seed}`);
    for (const [stage, there] of Object.entries(stages)) {
      expect(there).toBe(existsSync(join(directory, `${condition}-s${seed}`, stage)));
    }
  }
  expect(Object.keys(stages)).toEqual(['analyze', 'report']);
  const stage = join(directory, 'base-s0/pretrain');
  const before = existsSync(stage);
  if (!before) {
    mkdirSync(stage, { recursive: true });
    onTestFinished(() => rmSync(stage, { recursive: true }));
  }
  const text = await said('list', 'recipes-quick');
  expect(text).toMatch(/^ {2}condition +seed +Nx project +pretrain +train +ablate$/m);
  expect(text).toMatch(/^ {2}base +0 +recipes-quick-base-s0 +made /m);
  expect(text).toContain('npx nx run recipes-quick:report --graph');
  expect(text).toContain("npx nx show projects --projects 'tag:pipeline:recipes-quick'");
  expect(await said('list', 'recipes', '--quick')).toBe(text);
});

test('an overview lists what it compares, a calibration its planted policies', async () => {
  expect(await said('list', 'overview')).toMatch(/^ {2}Nx project\n {2}\w+\n/m);
  expect(await said('list', 'calibration', '--quick')).toMatch(
    /^ {2}either +calibration-quick-either +(made|–)$/m,
  );
});

test('what cannot be listed is named', async () => {
  expect(await complaint('list', 'lona')).toBe('there is no experiment "lona"; did you mean loan?');
  expect(await complaint('list', '--quick')).toMatch(/^--preset quick goes with a name/);
  expect(await complaint('list', 'loan-slow')).toMatch(/has no preset "slow"/);
  const here = folder(onTestFinished);
  writeMiniature(here);
  expect(await complaint('list', here)).toMatch(/`vestige list` tells what is in apps\/experiments/);
});
