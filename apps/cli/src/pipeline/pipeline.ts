import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Relay } from '@vestige/cache';
import { FOLDER_VARIABLE, SERVER_VARIABLE } from '@vestige/cache/variables';
import { RUN_VARIABLE } from '../signals.ts';
import { Interrupted } from '../stages/shared/interrupted.ts';
import { WORKSPACE } from '../workspace.ts';
import { type PipelineLines, pipelineLines } from './pipelineLines.ts';

export interface PipelineOptions {
  /** Stages run side by side. */
  readonly parallel: number;
  /** False runs every stage again. */
  readonly cache: boolean;
  /** Where progress is told. */
  readonly output: NodeJS.WritableStream;
  /** Projects whose stages are told beside its own. */
  readonly others?: readonly string[];
  /** The target that is run, in the place of the report. */
  readonly target?: string;
  /** False leaves the shared cache alone, where there is one. */
  readonly shared?: boolean;
}

/** Milliseconds that the shared cache is still written to after an interruption. */
const LAST_WRITES = 5000;

/** A pipeline that stopped. */
export class PipelineFailure extends Error {
  override name = 'PipelineFailure';
  /** Lines of Nx, and of tasks that are no stages, that were not told. */
  readonly heldBack: readonly string[];
  /** What stages said of why they failed. */
  readonly complaints: readonly string[];

  constructor(message: string, { heldBack, complaints }: Pick<PipelineLines, 'heldBack' | 'complaints'>) {
    super(message);
    this.heldBack = heldBack;
    this.complaints = complaints;
  }
}

/**
 * Runs the report of an Nx project, or another target of it, and all it depends on, and passes on what the stages
 * say, behind how many of the tasks are done. A shared cache is asked through a relay, so that it cannot fail the run; what
 * it did is told in one line at the end.
 *
 * Nx's own framing is left out, and so is the replayed output of stages that came from the cache: they are
 * counted in one line.
 *
 * @throws {PipelineFailure} if a stage fails
 * @throws {Interrupted} on request
 */
export async function runPipeline(
  project: string,
  { parallel, cache, output, others = [], target = 'report', shared = true }: PipelineOptions,
): Promise<void> {
  const nx = createRequire(join(WORKSPACE, 'package.json')).resolve('nx/bin/nx.js');
  const words = [nx, 'run', `${project}:${target}`, '--outputStyle=stream', `--parallel=${parallel}`];
  if (!cache) words.push('--skipNxCache');
  const relay = shared && hasSharedCache() ? await relayed() : undefined;
  const child = spawn(process.execPath, words, {
    cwd: WORKSPACE,
    env: {
      ...withRelay(relay),
      [RUN_VARIABLE]: String(process.pid),
      // What is run again begins at the beginning.
      ...(!cache && { VESTIGE_PROGRESS: 'off' }),
      NX_TUI: 'false',
      // The plugin in a process of its own costs two seconds.
      NX_ISOLATE_PLUGINS: 'false',
      FORCE_COLOR: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = pipelineLines([project, ...others]);
  const follow = (stream: NodeJS.ReadableStream) =>
    createInterface({ input: stream }).on('line', (line) => {
      const told = lines.told(line);
      if (told !== undefined) output.write(`${told}\n`);
    });
  follow(child.stdout);
  follow(child.stderr);
  // The terminal sends Ctrl-C to the stages too; this process waits for them to clean up.
  let interrupted = false;
  const wait = () => {
    interrupted = true;
  };
  const passOn = () => {
    interrupted = true;
    child.kill('SIGTERM');
  };
  process.on('SIGINT', wait);
  process.on('SIGTERM', passOn);
  let code: number | null;
  try {
    code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
  } finally {
    process.off('SIGINT', wait);
    process.off('SIGTERM', passOn);
    const told = (await relay?.close(interrupted ? LAST_WRITES : undefined)) ?? [];
    for (const line of told) output.write(`${line}\n`);
  }
  if (code === 0) {
    if (lines.cached > 0) output.write(`from the cache: ${lines.cached} of the tasks\n`);
    return;
  }
  if (interrupted)
    throw new Interrupted('interrupted; finished stages are kept, the same command goes on from there');
  throw new PipelineFailure(
    `the pipeline of ${project} stopped (exit code ${code}): ${lines.failure}`,
    lines,
  );
}

function hasSharedCache(): boolean {
  return Boolean(process.env[SERVER_VARIABLE] || process.env[FOLDER_VARIABLE]);
}

/** Loaded only where there is a shared cache: the modules take long to load. */
async function relayed(): Promise<Relay> {
  const { startRelay } = await import('@vestige/cache');
  return await startRelay(process.env);
}

/** The environment of Nx, with the relay in the place of the shared cache. */
function withRelay(relay: Relay | undefined): NodeJS.ProcessEnv {
  const { [SERVER_VARIABLE]: _, ...environment } = process.env;
  return { ...environment, ...relay?.environment };
}
