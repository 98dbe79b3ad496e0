import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acquireLock, damageOf, type ExpectedStage, expectStages, IntegrityError } from '@vestige/manifest';
import { interruptSignal } from '../signals.ts';
import { Interrupted } from '../stages/shared/stageRun.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { dropStage } from './cache.ts';
import { type PipelineOptions, runPipeline } from './pipeline.ts';
import { withUpstream } from './reports.ts';

/**
 * {@link runPipeline}, one at a time for each report. What it leaves is held against the manifests of its stages; what
 * is damaged, or was made otherwise than the files say, is dropped, from the cache too, and made anew.
 *
 * @param reports that belong to the project
 * @throws {IntegrityError} if that did not help
 */
export async function runCheckedPipeline(
  project: string,
  reports: readonly ExpectedStage[],
  options: PipelineOptions,
): Promise<void> {
  using locks = new DisposableStack();
  for (const folder of reports.map(({ directory }) => dirname(directory)).sort()) {
    locks.use(await lockOf(folder, options.output));
  }
  const stages = withUpstream(reports);
  const failure = await failureOf(runPipeline(project, options));
  const broken = brokenStages(stages, failure === undefined);
  if (broken.size === 0) {
    if (failure !== undefined) throw failure;
    return;
  }
  for (const [directory, { message }] of broken) {
    options.output.write(`${message}: dropped, and made anew\n`);
    dropStage(directory);
  }
  await runPipeline(project, options);
  for (const error of brokenStages(stages, true).values()) throw error;
}

async function lockOf(folder: string, output: NodeJS.WritableStream): Promise<Disposable> {
  const path = join(folder, 'run.lock');
  const onWait = (owner: number | undefined) => {
    const who = owner === undefined ? '' : ` (process ${owner})`;
    output.write(`another \`vestige run\`${who} is at work in ${shortPath(folder)}; waiting for it\n`);
  };
  return await acquireLock(path, { onWait, signal: interruptSignal() });
}

async function failureOf(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return error;
  }
}

/** What is wrong with each stage, by its folder. Of a pipeline that failed, only what is damaged. */
function brokenStages(stages: readonly ExpectedStage[], complete: boolean): Map<string, IntegrityError> {
  const broken = new Map<string, IntegrityError>();
  for (const stage of stages) {
    const { directory } = stage;
    if (!complete && !existsSync(directory)) continue;
    const [damage] = damageOf(directory);
    const error = damage ?? (complete ? mistakenIn(stage) : undefined);
    if (error) broken.set(directory, error);
  }
  return broken;
}

/** Stages come after what they read, so that it is the stage itself. */
function mistakenIn(stage: ExpectedStage): IntegrityError | undefined {
  try {
    expectStages([stage]);
    return undefined;
  } catch (error) {
    if (error instanceof IntegrityError) return error;
    throw error;
  }
}
