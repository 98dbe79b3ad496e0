import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExperiment } from '@vestige/experiment';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { folder, reinforcement, writeMiniature } from '../testing/cli.ts';
import { ablateStage } from './ablate.ts';
import { pretrainStage } from './pretrain.ts';
import type { Progress } from './shared/stageContext.ts';
import { trainStage } from './train.ts';

const here = folder(afterAll);
const kept = join(here, '../progress');

const STAGES = { pretrain: pretrainStage, train: trainStage, ablate: ablateStage };
type Name = keyof typeof STAGES;

const REINFORCEMENT = { steps: 5, minimumSteps: 5, solved: 0 };
/** What of training keeps something between updates, or leaves something behind. */
const CONDITIONS = {
  plain: { rule: 'nationality', reinforcement: REINFORCEMENT },
  drifting: {
    rule: 'nationality',
    rewards: { length: 0.01 },
    reinforcement: { ...REINFORCEMENT, drift: { words: ['good'], probes: 32, every: 2 }, evaluateEvery: 1 },
  },
  ppo: {
    rule: 'factors',
    reinforcement: {
      ...REINFORCEMENT,
      algorithm: 'ppo',
      weightDecay: 0.1,
      forcedEmpty: 0.5,
      decay: 'linear',
    },
  },
  sgd: { rule: 'factors', reinforcement: { ...REINFORCEMENT, optimizer: 'sgd' } },
  solved: { rule: 'factors', reinforcement: { ...REINFORCEMENT, steps: 9, minimumSteps: 4 } },
};

class Stopped extends Error {}

/** When a stage is stopped, if it is. */
interface Stop {
  /** As if it was killed: when it has looked that often whether it should stop. */
  readonly looks?: number;
  /** As by Ctrl-C: after that many steps. */
  readonly steps?: number;
}

/**
 * Runs a stage in this process.
 *
 * @returns the lines that it told, and whether it was stopped
 */
async function run(name: Name, condition: string, { looks, steps }: Stop = {}) {
  const stop = new AbortController();
  const { signal } = stop;
  let [looked, advanced] = [0, 0];
  if (looks !== undefined) {
    signal.throwIfAborted = () => {
      if (++looked === looks) throw new Stopped();
    };
  }
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  const advance = () => {
    if (++advanced === steps) stop.abort(new Stopped());
  };
  const progress: Progress = { start: () => {}, advance, finish: tell, note: tell };
  const experiment = loadExperiment(join(here, 'experiment.json'));
  try {
    await STAGES[name](experiment, { condition, seed: 0 }, { progress, signal });
    return { lines, stopped: false };
  } catch (error) {
    if (error instanceof Stopped) return { lines, stopped: true };
    throw error;
  }
}

/** The files of a stage, by name. */
function filesOf(name: Name, condition: string): Map<string, Buffer> {
  const directory = join(here, 'runs', `${condition}-s0`, name);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [file.slice(directory.length), readFileSync(file)]));
}

beforeAll(async () => {
  vi.stubEnv('VESTIGE_PROGRESS', kept);
  writeMiniature(here, {
    conditions: CONDITIONS,
    pretraining: { steps: 8, batch: 8 },
    reinforcement: reinforcement({}),
    ablation: {
      ...{ prompts: 6, checkpointPrompts: 2, readaptation: [1, 2] },
      ...{ interventions: ['now', 'drop', 'resample', 'flipOn'], checkpointInterventions: ['now'] },
    },
  });
  await run('pretrain', 'base');
  for (const condition of Object.keys(CONDITIONS)) await run('train', condition);
});

beforeEach(() => {
  vi.stubEnv('VESTIGE_PROGRESS', kept);
  vi.stubEnv('VESTIGE_PROGRESS_SECONDS', '0');
});

const CASES: [Name, string][] = [
  ['pretrain', 'base'],
  ...Object.keys(CONDITIONS).map((condition): [Name, string] => ['train', condition]),
  ['ablate', 'base'],
  ['ablate', 'plain'],
];

describe.each(CASES)('%s %s', { timeout: 300_000 }, (name, condition) => {
  let whole: Map<string, Buffer>;
  let told: string | undefined;

  const expectWhole = (lines: readonly string[]) => {
    const files = filesOf(name, condition);
    expect([...files.keys()]).toEqual([...whole.keys()]);
    for (const [file, bytes] of files) expect(bytes.equals(whole.get(file)!), file).toBe(true);
    expect(lines.at(-1)).toBe(told);
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
  };

  beforeAll(async () => {
    vi.stubEnv('VESTIGE_PROGRESS', 'off');
    told = (await run(name, condition)).lines.at(-1);
    whole = filesOf(name, condition);
  });

  test('stopped anywhere, it goes on to the same bytes', async () => {
    let resumed = 0;
    for (let looks = 1; ; looks += name === 'ablate' ? 4 : 1) {
      const first = await run(name, condition, { looks });
      if (!first.stopped) break;
      const { lines } = await run(name, condition);
      if (/ goes on from (step|checkpoint) \d+ of \d+$/.test(lines[0]!)) resumed++;
      expectWhole(lines);
    }
    expect(resumed).toBeGreaterThan(1);
  });

  test('stopped again and again, it goes on to the same bytes', async () => {
    let stops = 0;
    let last = await run(name, condition, { looks: 2 });
    for (; last.stopped; stops++) last = await run(name, condition, { looks: 3 + stops });
    expect(stops).toBeGreaterThan(1);
    expectWhole(last.lines);
  });
});

describe('Ctrl-C', () => {
  const KEPT = 'what it has come to is kept; the same command goes on from there';

  test('keeps what a stage has come to if it has kept something before, though it is not due', async () => {
    await run('train', 'plain', { looks: 1 });
    vi.stubEnv('VESTIGE_PROGRESS_SECONDS', '1000');
    const stopped = await run('train', 'plain', { steps: 2 });
    expect(stopped).toEqual({
      lines: ['reinforcement learning goes on from step 1 of 5', KEPT],
      stopped: true,
    });
    const { lines } = await run('train', 'plain');
    expect(lines[0]).toBe('reinforcement learning goes on from step 3 of 5');
  });

  test('leaves nothing of a stage of less than an interval', async () => {
    vi.stubEnv('VESTIGE_PROGRESS_SECONDS', '1000');
    expect(await run('train', 'plain', { steps: 3 })).toEqual({ lines: [], stopped: true });
    expect(readdirSync(kept)).toEqual([]);
  });
});

test('what is left of other settings, or of another base, is not gone on from', async () => {
  await run('train', 'plain', { looks: 4 });
  expect(readdirSync(kept)).toHaveLength(1);
  const before = readFileSync(join(here, 'experiment.json'), 'utf8');
  writeFileSync(
    join(here, 'experiment.json'),
    before.replace('"batch":8,"evaluateEvery"', '"batch":6,"evaluateEvery"'),
  );
  const { lines } = await run('train', 'plain');
  expect(lines).toHaveLength(1);
  writeFileSync(join(here, 'experiment.json'), before);
  expect((await run('train', 'plain')).lines[0]).toMatch(/ goes on from step \d of 5$/);
});

test('seconds are a number', async () => {
  vi.stubEnv('VESTIGE_PROGRESS_SECONDS', 'soon');
  await expect(run('pretrain', 'base')).rejects.toThrow(
    'VESTIGE_PROGRESS_SECONDS: "soon"; expected seconds, from 0',
  );
});
