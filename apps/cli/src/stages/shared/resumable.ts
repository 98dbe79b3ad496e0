import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ExpectedFolder } from '@vestige/manifest';
import type { BackendInfo } from '@vestige/model';
import { noProgress, openProgress, type Point, type Progress } from '@vestige/progress';
import { progressKey } from './progressKey.ts';
import { type StageContext, writeStage } from './stageContext.ts';
import { WORKSPACE_ROOT } from './workspaceRoot.ts';

/** Names the folder that progress is kept in, from the root of the workspace; `off` keeps none. */
const FOLDER_VARIABLE = 'VESTIGE_PROGRESS';
/** Seconds of work that a stage may lose. */
const SECONDS_VARIABLE = 'VESTIGE_PROGRESS_SECONDS';
const FOLDER = '.nx/progress';
const SECONDS = 60;

/** How a stage goes on after it was stopped. */
export interface Resumable<State, Addition> {
  /** What to go on from; undefined to begin. */
  readonly found: Point<State, Addition> | undefined;
  /**
   * Lets files be written and signals arrive between two steps, and saves what the stage has come to if it is time, or if it
   * is stopped.
   *
   * @throws what the signal of the stage was aborted with
   */
  safePoint(point: () => Point<State, Addition>): Promise<void>;
}

/**
 * {@link writeStage} for a stage that may take long: what it has come to is kept on the way, and it goes on from there after
 * it was stopped, however it was, to the same bytes. A stage of less than a minute keeps nothing.
 */
export async function writeResumableStage<State, Addition>(
  stage: ExpectedFolder,
  context: StageContext,
  backend: BackendInfo,
  write: (temporary: string, resumable: Resumable<State, Addition>) => Promise<void>,
): Promise<string> {
  let kept: Progress<State, Addition> | undefined;
  const directory = await writeStage(stage, context, backend, async (temporary) => {
    const { progress, signal } = context;
    const root = rootOf(process.env[FOLDER_VARIABLE]);
    const interval = secondsOf(process.env[SECONDS_VARIABLE]);
    const onTrouble = (line: string) => progress.note(line);
    kept =
      root === undefined
        ? noProgress(interval)
        : openProgress({ root, key: progressKey(stage, backend), interval, onTrouble });
    const { found, due, save } = kept;
    await write(temporary, {
      found,
      async safePoint(point) {
        await setImmediate();
        const stops = signal.aborted && kept!.isWorthwhile;
        const saved = (due() || stops) && save(point());
        if (stops && saved) progress.note('what it has come to is kept; the same command goes on from there');
        signal.throwIfAborted();
      },
    });
  });
  kept?.remove();
  return directory;
}

function rootOf(folder: string | undefined): string | undefined {
  return folder === 'off' ? undefined : resolve(WORKSPACE_ROOT, folder || FOLDER);
}

function secondsOf(text: string | undefined): number {
  const seconds = Number(text || SECONDS);
  if (seconds >= 0) return seconds;
  throw new Error(`${SECONDS_VARIABLE}: "${text}"; expected seconds, from 0`);
}
