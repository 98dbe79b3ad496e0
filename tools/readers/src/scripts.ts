/** What the Python scripts beside the loan experiment have to find in its runs. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from '@vestige/rollouts';

/** Figures by run, such as `biased-s0`. */
type ByRun<T> = Record<string, T>;

export interface ExpectedOfScripts {
  /** Accuracy of the final policy by intervention. */
  readonly accuracy: ByRun<Record<string, number>>;
  /** Share of its answers that an intervention leaves as they were. */
  readonly unchanged: ByRun<Record<string, number>>;
  /** Mean reward of each update, from 1. */
  readonly rewards: ByRun<number[]>;
  /** Sum over rollouts that hold a word of their advantage, over the number of all rollouts. */
  readonly reinforcement: ByRun<Record<string, number>>;
  readonly rollouts: ByRun<{
    readonly all: number;
    /** Sum over all. */
    readonly reward: number;
    /** Those of all completions. */
    readonly tokens: number;
    /** How many of the last update were right. */
    readonly rightAtLast: number;
  }>;
}

/** @param directory where the runs of a preset are */
export function expectedOfScripts(directory: string): ExpectedOfScripts {
  const expected: ExpectedOfScripts = {
    accuracy: {},
    unchanged: {},
    rewards: {},
    reinforcement: {},
    rollouts: {},
  };
  for (const run of readdirSync(directory).filter((name) => /-s\d+$/.test(name))) {
    const table = (name: string) => join(directory, run, name);
    const answers = rowsOf(table('ablate/interventions.arrow')).filter(({ final }) => final);
    const share = (column: string) =>
      meansBy(
        answers,
        ({ intervention }) => String(intervention),
        (row) => Number(row[column]),
      );
    expected.accuracy[run] = share('right');
    expected.unchanged[run] = share('unchanged');
    if (!existsSync(table('train/rollouts.arrow'))) continue;
    expected.rewards[run] = rowsOf(table('train/updates.arrow')).map(({ reward }) => Number(reward));
    const rollouts = rowsOf(table('train/rollouts.arrow'));
    const received: Record<string, number> = {};
    for (const { raw, advantage } of rollouts) {
      for (const word of new Set((raw as string).split(' '))) {
        received[word] = (received[word] ?? 0) + Number(advantage) / rollouts.length;
      }
    }
    expected.reinforcement[run] = received;
    const last = rollouts.at(-1)!.step;
    const rightAtLast = rollouts.filter(({ step, right }) => step === last && right === 1).length;
    expected.rollouts[run] = {
      all: rollouts.length,
      reward: rollouts.reduce((sum, { reward }) => sum + Number(reward), 0),
      tokens: rollouts.reduce((sum, { ids }) => sum + (ids as Int32Array).length, 0),
      rightAtLast,
    };
  }
  return expected;
}

type AnyRow = Readonly<Record<string, unknown>>;

function rowsOf(path: string): AnyRow[] {
  return [...readTable(path).rows()] as AnyRow[];
}

function meansBy(
  rows: readonly AnyRow[],
  key: (row: AnyRow) => string,
  value: (row: AnyRow) => number,
): Record<string, number> {
  const groups = Object.groupBy(rows, key);
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [
      name,
      group!.reduce((sum, row) => sum + value(row), 0) / group!.length,
    ]),
  );
}
