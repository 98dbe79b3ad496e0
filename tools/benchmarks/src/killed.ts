// Whether stages that are killed go on to the same bytes, and how much work a kill costs.
//
//   node tools/benchmarks/src/killed.ts [--kills 50] [--interval 1] [--seed 0]
//
// Runs the long stages of a small experiment undisturbed, then again with a kill (SIGKILL) at seeded random moments, some of
// them at the next save: each is started until it is through, then the next, until there were so many kills. Progress is saved
// each `interval` seconds, at the end of a step. Ends with 1 if a file of a stage is another one than undisturbed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomStream } from '@vestige/random';
import { WORKSPACE } from './nodeTime.ts';
import { table } from './table.ts';

const MAIN = join(WORKSPACE, 'apps/cli/src/main.ts');
/** Longest time from the beginning of a stage to its kill, intervals. */
const LONGEST = 5;
/** Milliseconds between two looks at whether a stage has begun. */
const LOOK = 10;
/** Share of the kills that wait for the next save, and hit it. */
const AT_SAVES = 0.3;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    interval: { type: 'string', default: '1' },
    seed: { type: 'string', default: '0' },
  },
});
const [kills, interval, seed] = [values.kills, values.interval, values.seed].map(Number) as [
  number,
  number,
  number,
];

const EXPERIMENT = {
  name: 'killed',
  title: 'Killed',
  seeds: [0],
  environment: { kind: 'loan' },
  model: { width: 32 },
  pretraining: { steps: 200, batch: 64, learningRate: 0.006 },
  reinforcement: { steps: 40, minimumSteps: 40, batch: 96, learningRate: 0.0025, evaluateEvery: 8 },
  base: { rule: 'factors' },
  conditions: {
    plain: { rule: 'nationality' },
    drifting: {
      rule: 'nationality',
      rewards: { length: 0.01 },
      reinforcement: { drift: { words: ['good'], probes: 64, every: 4 } },
    },
    ppo: { rule: 'factors', reinforcement: { algorithm: 'ppo', weightDecay: 0.1, evaluateEvery: 60 } },
  },
  ablation: { prompts: 384, checkpointPrompts: 48 },
};

const run = (condition: string) => ['--condition', condition, '--seed', '0'];
const STAGES = [
  { name: 'pretrain', words: ['--seed', '0'], folder: 'base-s0/pretrain' },
  ...['plain', 'drifting', 'ppo'].map((condition) => ({
    name: `train ${condition}`,
    words: run(condition),
    folder: `${condition}-s0/train`,
  })),
  ...['base', 'plain'].map((condition) => ({
    name: `ablate ${condition}`,
    words: run(condition),
    folder: `${condition}-s0/ablate`,
  })),
];
type Stage = (typeof STAGES)[number];

const root = mkdtempSync(join(tmpdir(), 'vestige-killed-'));
const directory = join(root, 'killed');
const kept = join(root, 'progress');
const stream = randomStream(seed, 'kills');

function start({ name, words }: Stage, progress: string) {
  const child = spawn(process.execPath, [MAIN, name.split(' ')[0]!, '.', ...words], {
    cwd: directory,
    env: { ...process.env, VESTIGE_PROGRESS: progress, VESTIGE_PROGRESS_SECONDS: String(interval) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}

/** What lies in a folder, by path. */
function filesIn(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [relative(folder, file), readFileSync(file)]));
}

/** Files of points that are there, and those that a kill left half-written. */
function progressFiles(): { readonly points: string[]; readonly partial: number } {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return {
    points: names.filter((name) => name.endsWith('.saved')).map((name) => join(root, name)),
    partial: names.filter((name) => name.includes('.partial-') && name.startsWith('progress')).length,
  };
}

/** Folders that a stage writes to, or left when it was killed. */
function writtenBy({ folder }: Stage): string[] {
  const directory = join(root, 'killed', 'runs', dirname(folder));
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names.filter((name) => name.startsWith(`${basename(folder)}.partial-`));
}

/**
 * Waits until it is time to kill: for a random moment after the stage has begun to write, or for what is next saved after it.
 *
 * @returns when the stage began to write, milliseconds
 */
async function moment(stage: Stage, before: readonly string[], signal: AbortSignal): Promise<number> {
  const [wait, atSave] = [1000 * interval * LONGEST * stream.uniform(), stream.chance(AT_SAVES)];
  while (writtenBy(stage).every((name) => before.includes(name)))
    await setTimeout(LOOK, undefined, { signal });
  const begun = Date.now();
  await setTimeout(wait, undefined, { signal });
  if (atSave) await once(watch(kept, { recursive: true, signal }), 'change');
  return begun;
}

/** What came of killing a stage until it was through. */
interface Outcome {
  kills: number;
  resumed: number;
  /** Kills while a point was written. */
  withinSave: number;
  /** Seconds from the last point, or else from the start of the stage, to each kill. */
  readonly lost: number[];
  /** Files that are others than undisturbed. */
  differing: number;
}

/** @param most kills */
async function disturb(stage: Stage, outcome: Outcome, most: number): Promise<void> {
  for (let left = most; ; left--) {
    const { partial } = progressFiles();
    const waiting = new AbortController();
    const before = writtenBy(stage);
    const { child, ended } = start(stage, kept);
    const first = await (left > 0 ? Promise.race([ended, moment(stage, before, waiting.signal)]) : ended);
    waiting.abort();
    if (typeof first === 'number') child.kill('SIGKILL');
    const killed = Date.now();
    const { code, said } = await ended;
    if (/goes on from/.test(said)) outcome.resumed++;
    if (typeof first !== 'number') {
      if (code !== 0) throw new Error(`${stage.name} ended with ${code}: ${said}`);
      return;
    }
    const now = progressFiles();
    const saved = now.points.map((point) => statSync(point).mtimeMs);
    outcome.kills++;
    if (now.partial > partial) outcome.withinSave++;
    outcome.lost.push(Math.max(0, killed - Math.max(first, ...saved)) / 1000);
  }
}

function differing(found: ReadonlyMap<string, Buffer>, expected: ReadonlyMap<string, Buffer>): number {
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names].filter((name) => !found.get(name)?.equals(expected.get(name) ?? Buffer.alloc(0))).length;
}

try {
  mkdirSync(directory);
  mkdirSync(kept);
  writeFileSync(join(directory, 'experiment.json'), JSON.stringify(EXPERIMENT));
  const undisturbed = new Map<Stage, { seconds: number; files: Map<string, Buffer> }>();
  for (const stage of STAGES) {
    const begun = performance.now();
    const { code, said } = await start(stage, 'off').ended;
    if (code !== 0) throw new Error(`${stage.name} ended with ${code}: ${said}`);
    const seconds = (performance.now() - begun) / 1000;
    undisturbed.set(stage, { seconds, files: filesIn(join(directory, 'runs', stage.folder)) });
  }
  const outcomes = new Map<Stage, Outcome>();
  for (let all = 0; all < kills; ) {
    for (const stage of STAGES) {
      const outcome = outcomes.get(stage) ?? { kills: 0, resumed: 0, withinSave: 0, lost: [], differing: 0 };
      outcomes.set(stage, outcome);
      const before = outcome.kills;
      await disturb(stage, outcome, Math.min(kills - all, Math.ceil(kills / STAGES.length)));
      all += outcome.kills - before;
      const { files } = undisturbed.get(stage)!;
      outcome.differing += differing(filesIn(join(directory, 'runs', stage.folder)), files);
    }
  }
  const rows = [...outcomes].map(([stage, { kills, resumed, withinSave, lost, differing }]) => [
    stage.name,
    undisturbed.get(stage)!.seconds.toFixed(1),
    ...[kills, resumed, withinSave].map(String),
    (lost.length > 0 ? lost.reduce((sum, x) => sum + x, 0) / lost.length : 0).toFixed(2),
    Math.max(0, ...lost).toFixed(2),
    `${differing} of ${undisturbed.get(stage)!.files.size}`,
  ]);
  const headings = [
    'stage',
    's',
    'kills',
    'went on',
    'in a save',
    'lost, s',
    'at most, s',
    'files that differ',
  ];
  console.log(table(headings, rows));
  const all = [...outcomes.values()];
  const most = Math.max(...all.flatMap(({ lost }) => lost));
  const total = all.reduce((sum, one) => sum + one.kills, 0);
  console.log(`\n${total} kills at an interval of ${interval} s; at most ${most.toFixed(2)} s lost`);
  if (readdirSync(kept).length > 0) throw new Error('progress was left behind');
  if (all.some((one) => one.differing > 0)) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
