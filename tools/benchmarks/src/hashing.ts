/**
 * What share of each stage goes to digests of files: those it writes, and, as an upper bound, all files of the stages it
 * reads. `node tools/benchmarks/src/hashing.ts [an experiment and a preset, by default loan quick]` runs the stages of
 * the first seed in a folder of its own.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damageOf } from '@vestige/manifest';
import { table } from './table.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');
const REPEATS = 5;

const [name = 'loan', preset = 'quick'] = process.argv.slice(2);

/** Seconds that a command takes. */
function secondsOf(words: readonly string[], cwd: string): number {
  const begun = performance.now();
  const child = spawnSync(process.execPath, [join(WORKSPACE, 'apps/cli/src/main.ts'), ...words], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`vestige ${words.join(' ')}: exit code ${child.status}`);
  return (performance.now() - begun) / 1000;
}

/** Seconds that the digests of folders take, the median. */
function hashingOf(folders: readonly string[]): number {
  const times = Array.from({ length: REPEATS }, () => {
    const begun = performance.now();
    for (const folder of folders) {
      const [damage] = damageOf(folder);
      if (damage) throw damage;
    }
    return (performance.now() - begun) / 1000;
  });
  return times.sort((a, b) => a - b)[REPEATS >> 1]!;
}

const root = mkdtempSync(join(tmpdir(), 'vestige-hashing-'));
const directory = join(root, name);
try {
  mkdirSync(directory);
  const source = join(WORKSPACE, 'apps/experiments', name, 'experiment.json');
  const json = JSON.parse(readFileSync(source, 'utf8'));
  const [seed] = json.presets[preset]?.seeds ?? json.seeds;
  json.presets = { [preset]: { ...json.presets[preset], seeds: [seed] } };
  const file = join(directory, 'experiment.json');
  cpSync(source, file);
  writeFileSync(file, JSON.stringify(json));
  const conditions = Object.keys(json.conditions);
  const run = (condition: string) => ['--seed', String(seed), '--condition', condition];
  const place = (condition: string, stage: string) => `${condition}-s${seed}/${stage}`;
  const tables = [
    ...conditions.map((condition) => place(condition, 'train')),
    ...['base', ...conditions].map((condition) => place(condition, 'ablate')),
  ];
  const stages: [stage: string, words: string[], writes: string, reads: string[]][] = [
    ['pretrain', ['--seed', String(seed)], place('base', 'pretrain'), []],
    ...conditions.map((condition): (typeof stages)[number] => [
      'train',
      run(condition),
      place(condition, 'train'),
      [place('base', 'pretrain')],
    ]),
    ['ablate', run('base'), place('base', 'ablate'), [place('base', 'pretrain')]],
    ...conditions.map((condition): (typeof stages)[number] => [
      'ablate',
      run(condition),
      place(condition, 'ablate'),
      [place(condition, 'train')],
    ]),
    ['analyze', [], 'analyze', tables],
    ['report', [], 'report', ['analyze', place('base', 'pretrain'), ...tables]],
  ];
  const rows = stages.map(([stage, words, writes, reads]) => {
    const seconds = secondsOf([stage, '.', '--preset', preset, ...words], directory);
    const folders = [writes, ...reads].map((folder) => join(directory, 'runs', preset, folder));
    const hashing = hashingOf(folders);
    return [writes, seconds.toFixed(1), (1000 * hashing).toFixed(1), (100 * (hashing / seconds)).toFixed(2)];
  });
  console.log(table(['stage', 's', 'digests, ms', 'share, %'], rows));
} finally {
  rmSync(root, { recursive: true });
}
