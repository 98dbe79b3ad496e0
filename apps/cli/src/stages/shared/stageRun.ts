import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

/** Figures of the moment, shown beside the progress. */
export type ProgressFigures = Readonly<Record<string, string>>;

/** Where a stage tells how far it is. */
export interface Progress {
  /** Begins a piece of work of `total` steps; `unit` names one of them. */
  start(label: string, total: number, unit: string): void;
  advance(step: number, figures?: ProgressFigures): void;
  /** Ends the piece with one line. */
  finish(line: string): void;
}

/** What every stage is given beside its experiment. */
export interface StageRun {
  readonly progress: Progress;
  /** Aborted when the user or the pipeline wants to stop. */
  readonly signal: AbortSignal;
}

/** Work stopped on request. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Lets files be written and signals arrive between two steps. @throws {Interrupted} */
export async function breathe(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new Interrupted('interrupted; nothing was left under a final name');
}

/**
 * Gives a stage a folder to write to and moves it to its final name when the stage is done. A stage that fails
 * or is interrupted leaves nothing, and what an earlier run left stays.
 */
export async function writeStage(
  directory: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${directory}.partial`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await write(temporary);
    if (existsSync(directory)) rmSync(directory, { recursive: true });
    renameSync(temporary, directory);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}
