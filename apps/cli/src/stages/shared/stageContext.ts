import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type ExpectedFolder, writeStageFolder } from '@vestige/manifest';
import type { BackendInfo } from '@vestige/model';

/** Figures of the moment, shown beside the progress. */
export type ProgressFigures = Readonly<Record<string, string>>;

/** Where a stage tells how far it is. */
export interface Progress {
  /** Begins a piece of work of `total` steps; `unit` names one of them, `done` were done before. */
  start(label: string, total: number, unit: string, done?: number): void;
  advance(step: number, figures?: ProgressFigures): void;
  /** Ends the piece with one line. */
  finish(line: string): void;
  /** A line apart from any piece of work. */
  note(line: string): void;
}

/** What every stage is given beside its experiment. */
export interface StageContext {
  readonly progress: Progress;
  /** Aborted when the user or the pipeline wants to stop. */
  readonly signal: AbortSignal;
}

/** Lets files be written and signals arrive between two steps. @throws what the signal was aborted with */
export async function betweenSteps(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/**
 * Writes the folder of a stage, whole and with a manifest, or leaves what an earlier run left.
 *
 * @param backend what it computes with, if it does with the model
 * @param write fills the folder it is given; all that the stage reads, it reads here. In `known` it may note digests of its files
 * @returns the folder
 */
export async function writeStage(
  stage: ExpectedFolder,
  { progress, signal }: StageContext,
  backend: BackendInfo | undefined,
  write: (temporary: string, known: Map<string, string>) => Promise<void>,
): Promise<string> {
  const numerics = backend && { backend: backend.backend, kernels: kernelsOf(backend) };
  const versions = { vestige: version(), ...numerics };
  const onWait = (owner: number | undefined) =>
    progress.note(`${owner === undefined ? 'another process' : `process ${owner}`} is making it; waiting`);
  const written = await writeStageFolder(stage, { versions, signal, onWait }, write);
  if (!written) {
    progress.start(stage.recipe.stage, 1, 'stage');
    progress.finish('made by the process that was waited for');
  }
  return stage.directory;
}

/** Build of the kernels, and their digest. */
export function kernelsOf({ variant, kernels }: BackendInfo): string {
  return `${variant} ${kernels}`;
}

/** Version of the command, which files name as what made them. */
export function version(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version;
}
