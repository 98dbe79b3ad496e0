/**
 * What share of each stage goes to digests of files: those it writes, and, as an upper bound, all files of the stages it
 * reads. `node tools/benchmarks/src/hashing.ts [an experiment and a preset, by default loan quick]` runs the stages of
 * the first seed in a folder of its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  byStage,
  experimentTask,
  loadExperiment,
  runsDirectory,
  runsOf,
  STAGE_NAMES,
  stagesOf,
} from '@vestige/experiment';
import { damageOf } from '@vestige/manifest';
import { nodeTime, WORKSPACE } from './nodeTime.ts';
import { quartilesOf } from './statistics.ts';
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
  return quartilesOf(times).median;
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
  const experiment = loadExperiment(join(directory, 'experiment.json'), preset);
  const tasks = STAGE_NAMES.flatMap((stage) =>
    [...runsOf(experiment), undefined]
      .filter((run) => stagesOf(experiment, run?.condition).includes(stage))
      .map((run) => experimentTask(experiment, stage, run)),
  );
  const rows = tasks.map((task) => {
    const words = task.options.flatMap(([option, value]) => [`--${option}`, value]);
    const taken = nodeTime([MAIN, task.stage.name, '.', '--preset', preset, ...words], { cwd: directory });
    const reads = byStage(task).flatMap(({ tasks }) => tasks);
    const hashing = hashingOf([task, ...reads].map((one) => one.directory));
    const writes = relative(runsDirectory(experiment), task.directory);
    return [writes, (taken / 1000).toFixed(1), hashing.toFixed(1), (100 * (hashing / taken)).toFixed(2)];
  });
  console.log(table(['stage', 's', 'digests, ms', 'share, %'], rows));
} finally {
  rmSync(root, { recursive: true });
}
