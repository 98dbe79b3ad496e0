import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  acquireLock,
  damageOf,
  type ExpectedFolder,
  type IntegrityError,
  mistakeOf,
  removeAbandoned,
} from '@vestige/manifest';
import { uncachedBecause } from '../doctor/links.ts';
import { interruptSignal } from '../signals.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { fromRoot } from '../workspace.ts';
import { dropStage } from './cache.ts';
import { PipelineFailure, type PipelineOptions, runPipeline } from './pipeline.ts';
import { withUpstream } from './reports.ts';

/**
 * {@link runPipeline}, one at a time for each report. What it leaves is held against the manifests of its stages; what
 * is damaged, or was made otherwise than the files say, is dropped, from the cache too, and made anew. What a killed run
 * left unfinished is taken away.
 *
 * @param reports that belong to the project
 * @throws {PipelineFailure} if a stage fails
 * @throws {IntegrityError} if what was made anew is broken again
 */
export async function runCheckedPipeline(
  project: string,
  reports: readonly ExpectedFolder[],
  options: PipelineOptions,
): Promise<void> {
  using locks = new DisposableStack();
  for (const folder of reports.map(({ directory }) => dirname(directory)).sort()) {
    locks.use(await lockOf(folder, (line) => options.output.write(`${line}\n`)));
  }
  for (const { directory } of reports) {
    const reason = uncachedBecause(dirname(resolve(directory)));
    if (reason !== undefined) options.output.write(`${reason}\n`);
  }
  const stages = withUpstream(reports);
  for (const { directory } of stages) await removeAbandoned(directory);
  const dropped = new Set<string>();
  for (;;) {
    // What was dropped may have come from the shared cache, which would give it again.
    const shared = options.shared !== false && dropped.size === 0;
    const failure = await failureOf(runPipeline(project, { ...options, shared }));
    const broken = brokenStages(stages, failure);
    // What is broken again is so for another reason than that it was kept.
    const again = [...broken].find(([directory]) => dropped.has(directory));
    if (broken.size === 0 || again) {
      for (const line of failure?.heldBack ?? []) options.output.write(`${line}\n`);
      if (failure ?? again) throw failure ?? again![1];
      return;
    }
    for (const [directory, { message }] of broken) {
      options.output.write(`${message}: dropped, and made anew\n`);
      dropStage(directory);
      dropped.add(directory);
    }
  }
}

/** Keeps other runs out of a folder of results; waits for one that is at work, and says so. */
export async function lockOf(folder: string, tell: (line: string) => void): Promise<Disposable> {
  const path = join(folder, 'run.lock');
  const onWait = (owner: number | undefined) => {
    const who = owner === undefined ? '' : ` (process ${owner})`;
    tell(`another \`vestige run\`${who} is at work in ${shortPath(folder)}; waiting for it`);
  };
  return await acquireLock(path, { onWait, signal: interruptSignal() });
}

async function failureOf(work: Promise<void>): Promise<PipelineFailure | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof PipelineFailure) return error;
    throw error;
  }
}

/**
 * What is wrong with each stage, by its folder. Where the pipeline failed, stages that it had not come to may still lie
 * there as an earlier one made them: of those that are whole, only such are meant as a stage refused to read.
 */
function brokenStages(
  stages: readonly ExpectedFolder[],
  failure: PipelineFailure | undefined,
): Map<string, IntegrityError> {
  const broken = new Map<string, IntegrityError>();
  for (const stage of stages) {
    const { directory } = stage;
    if (failure && !existsSync(directory)) continue;
    const [damage] = damageOf(directory);
    const refused =
      !failure || failure.complaints.some((line) => line.startsWith(`${fromRoot(directory)}: `));
    const error = damage ?? (refused ? mistakeOf(stage) : undefined);
    if (error) broken.set(directory, error);
  }
  return broken;
}
