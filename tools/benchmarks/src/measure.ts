import type { RunSummary } from './protocol.ts';
import { untilQuiet } from './quiet.ts';
import type { WorkerProcess } from './workerProcess.ts';

export interface MeasureOptions {
  /** Repetitions of each system. */
  readonly repeats: number;
  /** How long a repetition of the first system should take, ms. */
  readonly repetition: number;
  /** How long each system runs beforehand, ms. */
  readonly warmUp: number;
  /** Whether each repetition waits for a quiet machine; true unless given. */
  readonly waits?: boolean;
}

/** The repetitions of one system. */
export interface Measured {
  readonly ms: number[];
  readonly cpuMs: number[];
  /** Means over all repetitions of what the steps returned. */
  readonly means: Partial<Record<'tokens' | 'loss' | 'reward', number>>;
}

/**
 * Measures systems that are prepared, in turn: a repetition of each, then the next of each, beginning with another
 * every time. What disturbs the machine for a while so disturbs all of them.
 */
export async function measureInTurn(
  children: readonly WorkerProcess[],
  options: MeasureOptions,
): Promise<Measured[]> {
  const times: number[] = [];
  for (const child of children) times.push(await warmedUp(child, options.warmUp));
  // The same steps for all: they differ in how long their sequences are.
  const steps = Math.max(1, Math.round(options.repetition / times[0]!));
  const runs: RunSummary[][] = children.map(() => []);
  for (let repetition = 0; repetition < options.repeats; repetition++) {
    for (const i of turns(children.length, repetition)) {
      if (options.waits ?? true) await untilQuiet();
      runs[i]!.push(await children[i]!.ask<RunSummary>({ run: steps }));
    }
  }
  return runs.map(summarize);
}

/** The order of a repetition. */
export function turns(systems: number, repetition: number): number[] {
  return Array.from({ length: systems }, (_, i) => (i + repetition) % systems);
}

/** Warms a system up; gives the time of a step, ms. */
async function warmedUp(child: WorkerProcess, warmUp: number): Promise<number> {
  let ms = Number.NaN;
  for (let spent = 0, steps = 1; spent < warmUp; steps *= 2) {
    ({ ms } = await child.ask<RunSummary>({ run: steps }));
    spent += ms * (steps + 1);
  }
  return ms;
}

export function summarize(runs: readonly RunSummary[]): Measured {
  const keys = (['tokens', 'loss', 'reward'] as const).filter((key) => runs[0]?.[key] !== undefined);
  const mean = (key: (typeof keys)[number]) => runs.reduce((sum, run) => sum + run[key]!, 0) / runs.length;
  return {
    ms: runs.map(({ ms }) => ms),
    cpuMs: runs.map(({ cpuMs }) => cpuMs),
    means: Object.fromEntries(keys.map((key) => [key, mean(key)])),
  };
}
