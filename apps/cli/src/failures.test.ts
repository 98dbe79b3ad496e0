import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  BASE_RUN,
  BIASED_RUN,
  folder,
  mounted,
  outcomeOf,
  printed,
  refused,
  reinforcement,
  start,
  writeMiniature,
} from './testing/cli.ts';
import { complaint } from './testing/inProcess.ts';

const here = folder(afterAll);
const TRAIN = join(here, 'runs/biased-s0/train');
const PRETRAIN = ['pretrain', '.', '--seed', '0'];
const train = ['train', '.', ...BIASED_RUN];

const partials = (directory = here) =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(partial|old-|lock)/.test(name),
  );

beforeAll(async () => {
  writeMiniature(here);
  await printed(PRETRAIN, here);
  await printed(['ablate', '.', ...BASE_RUN], here);
}, 60_000);

describe('mistakes in experiment.json name file, field and expectation', () => {
  test.each([
    [{ environment: { kind: 'loan', factors: 'two' } }, /field environment\.factors: .*expected number/],
    [{ environment: { kind: 'laon' } }, /field environment\.kind: .*expected .*'loan'/i],
    [{ ablation: { promts: 3 } }, /field ablation: Unrecognized key: "promts"/],
    [
      { base: { rule: 'parity' } },
      /field base\.rule: the environment has no rule "parity"; expected one of nationality, factors/,
    ],
  ])('%j', async (fields, message) => {
    const other = folder(onTestFinished);
    const file = writeMiniature(other, fields);
    const said = await complaint('pretrain', file, '--seed', '0');
    expect(said.startsWith(`${file}: field `)).toBe(true);
    expect(said).not.toContain('\n');
    expect(said).toMatch(message);
    expect(readdirSync(other)).toEqual(['experiment.json']);
  });
});

test('sizes that no machine holds are refused before anything is made', async () => {
  const other = folder(onTestFinished);
  const file = writeMiniature(other, { model: { width: 8, layers: 1e6, heads: 2 } });
  expect(await complaint('pretrain', file, '--seed', '0')).toMatch(
    /experiment\.json: field model\.layers: with 1000000 the stage pretrain needs about .* of memory; expected what fits in 4 GiB/,
  );
  expect(readdirSync(other)).toEqual(['experiment.json']);
});

test('what takes more than a day is told on standard error, and goes on', async () => {
  const long = { reinforcement: reinforcement({ steps: 100_000_000, minimumSteps: 1 }) };
  writeMiniature(here, long);
  onTestFinished(() => void writeMiniature(here));
  const child = start(train, here);
  const ended = outcomeOf(child);
  while (partials().length === 0) await setTimeout(20);
  child.kill('SIGINT');
  expect((await ended).stderr).toMatch(
    /^vestige: the stage train of biased takes about [\d.]+ days, most of it for conditions\.biased\.reinforcement\.steps: 100000000\n/,
  );
});

test('training that leaves the finite numbers ends with one line, and leaves nothing', async () => {
  writeMiniature(here, {
    reinforcement: reinforcement({ learningRate: 1e30 }),
    conditions: { biased: { rule: 'nationality', rewards: { length: 0.1 } } },
  });
  onTestFinished(() => void writeMiniature(here));
  expect(await refused(train, here)).toMatch(
    /^training left the finite numbers at optimizer step \d: .*, with a learning rate of .*; try a lower one$/,
  );
  expect(existsSync(TRAIN)).toBe(false);
  expect(partials()).toEqual([]);
});

test('an unknown condition', async () => {
  expect(await refused(['train', '.', '--seed', '0', '--condition', 'baised'], here)).toBe(
    'condition "baised" is unknown; miniature has base, biased, fair',
  );
});

test('a base that is none', async () => {
  const file = writeMiniature(folder(onTestFinished));
  expect(await complaint('pretrain', file, '--seed', '0', '--base', 'fair')).toBe(
    'condition "fair" is trained from a base; use `vestige train`, or --base base',
  );
});

test('a truncated Arrow file', async () => {
  const file = join(here, 'runs/base-s0/ablate/interventions.arrow');
  truncateSync(file, statSync(file).size - 100);
  writeMiniature(here, { conditions: {} });
  onTestFinished(() => void writeMiniature(here));
  expect(await refused(['analyze', '.'], here)).toMatch(
    /^runs\/base-s0\/ablate\/interventions\.arrow: is not what its stage wrote: it has \d+ bytes; expected \d+; `vestige ablate \. --seed 0 --condition base` makes it anew$/,
  );
  expect(existsSync(join(here, 'runs/analyze'))).toBe(false);
});

test('a base policy of another environment', async () => {
  writeMiniature(here, { environment: { kind: 'loan', factors: 3, nationalities: 2, minimumFactors: 1 } });
  onTestFinished(() => void writeMiniature(here));
  expect(await refused(train, here)).toMatch(
    /^runs\/base-s0\/pretrain: was made with environment\.factors 2; expected 3; `vestige pretrain \. --seed 0` makes it anew$/,
  );
  expect(existsSync(TRAIN)).toBe(false);
});

describe('a stage that is interrupted', () => {
  const endless = { reinforcement: reinforcement({ steps: 1_000_000, minimumSteps: 1_000_000 }) };

  async function interrupted(signal: NodeJS.Signals) {
    writeMiniature(here, endless);
    const child = start(train, here);
    const ended = outcomeOf(child);
    while (!partials().some((name) => name.endsWith('rollouts.arrow.partial'))) await setTimeout(20);
    await setTimeout(300);
    child.kill(signal);
    const outcome = await ended;
    writeMiniature(here);
    return outcome;
  }

  test('leaves nothing', { timeout: 30_000 }, async () => {
    rmSync(TRAIN, { recursive: true, force: true });
    const { code, stderr } = await interrupted('SIGINT');
    expect(code).toBe(130);
    expect(stderr).toBe('vestige: interrupted; nothing was left under a final name\n');
    expect(existsSync(TRAIN)).toBe(false);
    expect(partials()).toEqual([]);
  });

  test('leaves what an earlier run made as it was', { timeout: 30_000 }, async () => {
    await printed(train, here);
    const before = readFileSync(join(TRAIN, 'rollouts.arrow'));
    expect((await interrupted('SIGTERM')).code).toBe(130);
    expect(readFileSync(join(TRAIN, 'rollouts.arrow')).equals(before)).toBe(true);
    expect(partials()).toEqual([]);
  });
});

describe('a full disk', () => {
  test.for([
    ['while a checkpoint is written', { steps: 400, minimumSteps: 400, evaluateEvery: 1 }],
    ['while a table is written', { steps: 400, minimumSteps: 400, evaluateEvery: 400, batch: 512 }],
  ] as const)('%s', { timeout: 30_000 }, async ([_, options], context) => {
    const disk = mounted('size=200k', context);
    writeMiniature(disk, { reinforcement: reinforcement(options) });
    cpSync(join(here, 'runs/base-s0/pretrain'), join(disk, 'runs/base-s0/pretrain'), { recursive: true });
    expect(await refused(train, disk)).toMatch(
      /cannot be written: the disk is full; free some space and run the same command again: finished stages are kept$/,
    );
    expect(existsSync(join(disk, 'runs/biased-s0/train'))).toBe(false);
    expect(partials(disk)).toEqual([]);
  });
});
