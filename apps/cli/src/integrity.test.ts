import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damageOf, MANIFEST_FILE, stageFolderOf } from '@vestige/manifest';
import { type RandomStream, randomStream } from '@vestige/random';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { folder, writeMiniature } from './testing/cli.ts';
import { complaint, said } from './testing/inProcess.ts';

/** How many files are damaged; more for a thorough search. */
const CASES = Number(process.env.VESTIGE_CASES ?? 60);

const here = folder(afterAll);
const RUNS = ['base', 'biased', 'fair'].flatMap((condition) => [0, 1].map((seed) => ({ condition, seed })));
const fields = { seeds: [0, 1], checks: [{ condition: 'base', estimator: 'accuracy.own', atLeast: 0 }] };
const wordsOf = ({ condition, seed }: (typeof RUNS)[number]) => [
  '--condition',
  condition,
  '--seed',
  `${seed}`,
];

beforeAll(async () => {
  writeMiniature(here, fields);
  for (const seed of ['0', '1']) await said('pretrain', here, '--seed', seed);
  for (const run of RUNS.slice(2)) await said('train', here, ...wordsOf(run));
  for (const run of RUNS) await said('ablate', here, ...wordsOf(run));
  await said('analyze', here);
  await said('report', here);
}, 120_000);

const pathsOf = () =>
  readdirSync(join(here, 'runs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

/** What a command that reads a file says; undefined if no command reads it. */
function readerOf(path: string): (() => Promise<string>) | undefined {
  const within = path.slice(join(here, 'runs/').length);
  const [, condition, seed, stage] = /^(\w+)-s(\d)\/(\w+)\//.exec(within) ?? [];
  const file = within.split('/').at(-1)!;
  if (/tokenizer_config|tfevents|\.md$|\.png$/.test(file)) return undefined;
  if (/^(curve|analysis)\.arrow$/.test(file)) return () => complaint('show', path);
  if (stage === 'pretrain' || within.includes('checkpoint')) {
    return () => complaint('ablate', here, '--condition', condition!, '--seed', seed!);
  }
  if (condition !== undefined) return () => complaint('analyze', here);
  if (within.startsWith('analyze/')) return () => complaint('report', here);
  if (file.endsWith('.svg')) return () => complaint('export', here);
  if (file.endsWith('.html')) return () => complaint('open', path);
  return () => complaint('check', here);
}

/** Damages bytes in one of the ways that disks, copies and mistaken hands do. */
function damaged(whole: Buffer, path: string, paths: readonly string[], stream: RandomStream): Buffer {
  const ways = [
    () => {
      const changed = Buffer.from(whole);
      changed[stream.integer(whole.length)]! ^= 1 << stream.integer(8);
      return changed;
    },
    () => whole.subarray(0, stream.integer(whole.length)),
    () => Buffer.alloc(0),
    () => {
      // The same file of another run, seed or update.
      const name = path.split('/').at(-1)!;
      const others = paths.filter((other) => other !== path && other.endsWith(`/${name}`));
      return others.length === 0 ? whole : readFileSync(others[stream.integer(others.length)]!);
    },
  ];
  return ways[stream.integer(ways.length)]!();
}

test(`of ${CASES} files that are damaged, truncated or exchanged each is refused in one line that names it`, async () => {
  const paths = pathsOf();
  const stream = randomStream(0, 'damage');
  let read = 0;
  for (let i = 0; i < CASES; i++) {
    const path = paths[stream.integer(paths.length)]!;
    const whole = readFileSync(path);
    const bytes = damaged(whole, path, paths, stream);
    if (bytes.equals(whole)) continue;
    writeFileSync(path, bytes);
    const stage = stageFolderOf(path)!;
    // A manifest of another folder is whole: it is the files beside it that are not what it says.
    const blamed = path.endsWith(MANIFEST_FILE) ? stage : path;
    expect(
      damageOf(stage).some((error) => error.path.startsWith(blamed)),
      path,
    ).toBe(true);
    const message = await readerOf(path)?.();
    writeFileSync(path, whole);
    if (message === undefined) continue;
    read++;
    expect(message, path).toMatch(
      /^[^\n]*(is not what its stage wrote|is damaged|is empty|was made)[^\n]*; `vestige .*` makes it anew$/,
    );
    expect(message).toContain(blamed);
  }
  expect(read).toBeGreaterThan(CASES / 3);
}, 600_000);

describe('a folder that stands in the place of another', () => {
  const swapped = (one: string, other: string) => {
    const [a, b] = [join(here, 'runs', one), join(here, 'runs', other)];
    const swap = () => {
      renameSync(a, `${a}.aside`);
      renameSync(b, a);
      renameSync(`${a}.aside`, b);
    };
    swap();
    onTestFinished(swap);
  };

  test('of another condition', async () => {
    swapped('biased-s0/ablate', 'fair-s0/ablate');
    expect(await complaint('analyze', here)).toMatch(
      /biased-s0\/ablate: was made with condition\.rule "factors"; expected "nationality"; `vestige ablate \S+ --seed 0 --condition biased` makes it anew$/,
    );
  });

  test('of another seed', async () => {
    swapped('biased-s0/train', 'biased-s1/train');
    expect(await complaint('ablate', here, '--condition', 'biased', '--seed', '0')).toMatch(
      /biased-s0\/train: was made with seed 1; expected 0; `vestige train .*` makes it anew$/,
    );
  });
});

test('what was made before something it reads was made anew is stale, and told', async () => {
  const pretrain = join(here, 'runs/base-s0/pretrain');
  cpSync(pretrain, `${pretrain}.aside`, { recursive: true });
  onTestFinished(() => {
    rmSync(pretrain, { recursive: true });
    renameSync(`${pretrain}.aside`, pretrain);
    writeMiniature(here, fields);
  });
  writeMiniature(here, { ...fields, pretraining: { steps: 2, batch: 8 } });
  await said('pretrain', here, '--seed', '0');
  expect(await complaint('check', here)).toMatch(
    /biased-s0\/train: was made with pretraining\.steps 3; expected 2; `vestige train .*` makes it anew$/,
  );
});

test('a folder without a manifest is not read', async () => {
  const manifest = join(here, 'runs/biased-s0/train', MANIFEST_FILE);
  const content = readFileSync(manifest);
  rmSync(manifest);
  onTestFinished(() => writeFileSync(manifest, content));
  expect(await complaint('ablate', here, '--condition', 'biased', '--seed', '0')).toMatch(
    /biased-s0\/train: has no vestige-manifest\.json, so nothing says what made it; `vestige train .*` makes it anew$/,
  );
});
