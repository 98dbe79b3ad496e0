import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asTypedHere } from '../terminal/asTypedHere.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { BIASED_RUN, folder, refused, writeMiniature } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';
import { WORKSPACE } from '../workspace.ts';

/** Runs the commands that a message names, as they stand in it. */
async function paste(message: string): Promise<void> {
  const [, commands] = /`(vestige .*?)`/.exec(message)!;
  for (const command of commands!.split(' && ')) await said(...command.split(' ').slice(1));
}

/** Tries a command, and what its messages say, until it succeeds; returns the messages. */
async function untilItSucceeds(...words: string[]): Promise<string[]> {
  const messages: string[] = [];
  for (;;) {
    const message = await complaint(...words);
    if (message === 'no complaint') return messages;
    expect(messages).not.toContain(message);
    messages.push(message);
    await paste(message);
  }
}

const quick = { presets: { quick: { seeds: [3] } }, conditions: { biased: { rule: 'nationality' } } };

test('a stage whose input is missing names the file and the command that makes it, which does', async () => {
  const here = folder(onTestFinished);
  writeMiniature(here, quick);
  expect(await refused(['train', '.', ...BIASED_RUN], here)).toBe(
    'runs/base-s0/pretrain/checkpoint/config.json: no such file; `vestige pretrain . --seed 0` makes it',
  );
  expect(readdirSync(here)).toEqual(['experiment.json']);

  const run = [here, '--quick', '--seed', '3', '--condition', 'biased'];
  expect(await refused(['ablate', ...run, '--backend', 'cpu'])).toMatch(
    /checkpoints: no such folder; `vestige pretrain \S+ --quick --seed 3 --backend cpu && .* --backend cpu` makes/,
  );
  expect(await untilItSucceeds('ablate', ...run)).toEqual([
    `${here}/runs/quick/biased-s3/train/checkpoints: no such folder; \`vestige pretrain ${here} --quick --seed 3 && vestige train ${here} --quick --seed 3 --condition biased\` makes it`,
  ]);
  expect(await untilItSucceeds('analyze', here, '--quick')).toEqual([
    `${here}/runs/quick/base-s3/ablate/interventions.arrow: no such file; \`vestige ablate ${here} --quick --seed 3 --condition base\` makes it`,
  ]);
  rmSync(join(here, 'runs/quick/analyze'), { recursive: true });
  rmSync(join(here, 'runs/quick/biased-s3/train/checkpoints/step-0002/model.safetensors'));
  expect(await untilItSucceeds('report', here, '--quick')).toEqual([
    `${here}/runs/quick/biased-s3/train/checkpoints/step-0002/model.safetensors: no such file; \`vestige train ${here} --quick --seed 3 --condition biased\` makes it (1 more is missing)`,
    `${here}/runs/quick/analyze/analysis.json: no such file; \`vestige analyze ${here} --quick\` makes it`,
  ]);
}, 60_000);

test('from nothing to what reads a report, by the messages alone', async () => {
  const here = folder(onTestFinished);
  writeMiniature(here, { ...quick, checks: [{ condition: 'base', estimator: 'accuracy.own', atLeast: 0 }] });
  const messages = await untilItSucceeds('check', here);
  expect(messages[0]).toBe(
    `${here}/runs/report/metrics.json: no such file; \`vestige pretrain ${here} --seed 0\` is the first of 6 commands that make it`,
  );
  expect(messages.at(-1)).toMatch(
    /`vestige ablate .* && vestige analyze \S+ && vestige report \S+` makes it$/,
  );
  for (const file of ['report/metrics.json', 'report/report.html']) rmSync(join(here, 'runs', file));
  expect(await complaint('open', here)).toMatch(/not made yet; `vestige report \S+miniature` makes it$/);
  expect(await untilItSucceeds('compare', here, here)).toEqual([
    `${here}/runs/report/metrics.json: no such file; \`vestige report ${here}\` makes it`,
  ]);
}, 60_000);

test('the drift that an experiment asks for, and the base that a condition names, are needed too', async () => {
  const here = folder(onTestFinished);
  writeMiniature(here, {
    bases: { late: { rule: 'factors' } },
    conditions: {
      biased: { rule: 'nationality', base: 'late', reinforcement: { drift: { words: ['good'] } } },
    },
  });
  expect(await untilItSucceeds('train', here, ...BIASED_RUN)).toEqual([
    `${here}/runs/late-s0/pretrain/checkpoint/config.json: no such file; \`vestige pretrain ${here} --seed 0 --base late\` makes it`,
  ]);
  await untilItSucceeds('analyze', here);
  rmSync(join(here, 'runs/biased-s0/train/drift.arrow'));
  expect(await complaint('analyze', here)).toMatch(
    /train\/drift\.arrow: no such file; `vestige train \S+ --seed 0 --condition biased` makes it$/,
  );
}, 60_000);

test('an overview names what its experiments lack, a calibration its simulations', async () => {
  const here = folder(onTestFinished);
  writeMiniature(here, { ...quick, conditions: {} });
  const parent = dirname(here);
  const write = (name: string, kind: string, content: object) => {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, `${kind}.json`), JSON.stringify({ name, title: 'Title', ...content }));
  };
  write('calibration', 'calibration', { policies: ['either'], simulations: 2, prompts: [32], resamples: 50 });
  write('overview', 'overview', {
    compare: [{ experiment: 'miniature', condition: 'base' }],
    also: ['calibration'],
  });
  const messages = await untilItSucceeds('report', join(parent, 'overview'));
  expect(messages).toEqual([
    `${here}/runs/analyze/analysis.json: no such file; \`vestige pretrain ${here} --seed 0 && vestige ablate ${here} --seed 0 --condition base && vestige analyze ${here}\` makes it (1 more is missing)`,
    `${parent}/calibration/runs/report/calibration.html: no such file; \`vestige simulate ${parent}/calibration --policy either && vestige report ${parent}/calibration\` makes it`,
  ]);
}, 60_000);

test('in the workspace the pipeline is named where a command is not enough', async () => {
  const runs = join(WORKSPACE, 'apps/experiments/recipes/runs/quick');
  const aside = `${runs}.aside`;
  try {
    renameSync(runs, aside);
    onTestFinished(() => renameSync(aside, runs));
  } catch {
    // It was never run here.
  }
  const file = 'apps/experiments/recipes/runs/quick/report/metrics.json';
  expect(await complaint('check', 'recipes', '--quick')).toBe(
    `${file}: no such file; \`vestige run recipes --quick\` makes it`,
  );
  expect(await complaint('analyze', 'recipes', '--quick')).toMatch(
    /: no such file; `vestige .*` makes it \(\d+ more are missing; `vestige run recipes --quick` makes all\)$/,
  );
});

test('commands are told as they have to be typed', () => {
  expect(shellWords(['vestige', 'train', "it's here/a b", '--seed', '0'])).toBe(
    String.raw`vestige train 'it'\''s here/a b' --seed 0`,
  );
  const message = 'x: no such file; `vestige pretrain . --seed 0 && vestige train .` makes it';
  const npm = { npm_command: 'exec' };
  expect(asTypedHere(message, { env: npm, cwd: join(WORKSPACE, 'apps') })).toBe(
    'x: no such file; `npx vestige pretrain . --seed 0 && npx vestige train .` makes it',
  );
  expect(asTypedHere(message, { env: {}, cwd: WORKSPACE })).toBe(message);
  expect(asTypedHere(message, { env: npm, cwd: '/' })).toBe(message);
});
