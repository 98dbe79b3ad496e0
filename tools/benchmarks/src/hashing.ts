/**
 * What share of each stage goes to digests of files: those it writes, and, as an upper bound, all files of the stages it
 * reads. `node tools/benchmarks/src/hashing.ts [an experiment and a preset, by default loan quick]` runs the stages of
 * the first seed in a folder of its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damageOf } from '@vestige/manifest';
import { nodeTime, WORKSPACE } from './nodeTime.ts';
import { spreadOf } from './statistics.ts';
import { table } from './table.ts';

const MAIN = join(WORKSPACE, 'apps/cli/src/main.ts');
const REPEATS = 5;

const [name = 'loan', preset = 'quick'] = process.argv.slice(2);

/** Milliseconds that the digests of folders take, the median. */
function hashingOf(folders: readonly string[]): number {
  const times = Array.from({ length: REPEATS }, () => {
    const begun = performance.now();
    for (const folder of folders) {
      const [damage] = damageOf(folder);
      if (damage) throw damage;
    }
    return performance.now() - begun;
  });
  return spreadOf(times).median;
}

const root = mkdtempSync(join(tmpdir(), 'vestige-hashing-'));
const directory = join(root, name);
try {
  mkdirSync(directory);
  const source = join(WORKSPACE, 'apps/experiments', name, 'experiment.json');
  const json = JSON.parse(readFileSync(source, 'utf8'));
  const [seed] = json.presets[preset]?.seeds ?? json.seeds;
  json.presets = { [preset]: { ...json.presets[preset], seeds: [seed] } };
  writeFileSync(join(directory, 'experiment.json'), JSON.stringify(json));
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
    const taken = nodeTime([MAIN, stage, '.', '--preset', preset, ...words], { cwd: directory });
    const folders = [writes, ...reads].map((folder) => join(directory, 'runs', preset, folder));
    const hashing = hashingOf(folders);
    return [writes, (taken / 1000).toFixed(1), hashing.toFixed(1), (100 * (hashing / taken)).toFixed(2)];
  });
  console.log(table(['stage', 's', 'digests, ms', 'share, %'], rows));
} finally {
  rmSync(root, { recursive: true });
}
