import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyForTests } from '@vestige/cluster/testing';

/** A copy of this workspace with one experiment in it, and a cache of its own. */
export interface Workspace {
  readonly root: string;
  /** Runs `nx run <task>`; the tasks that were executed, not taken from the cache, sorted. */
  run(task: string): string[];
  /** Starts `vestige <words>`. */
  start(...words: string[]): ChildProcess;
  /** Folder of the cache. */
  readonly cache: string;
  /** The environment of what is started in it. */
  readonly env: NodeJS.ProcessEnv;
  /** Appends a line to a file. */
  append(file: string, line: string): void;
  /** Writes the experiment's file. */
  writeExperiment(content: { name: string }): void;
  /** Writes the overview's file. */
  writeOverview(content: { name: string; [field: string]: unknown }): void;
  /** Writes the calibration's file. */
  writeCalibration(content: { name: string }): void;
  [Symbol.dispose](): void;
}

/**
 * Copies the workspace as {@link copyForTests} does.
 *
 * @param variables of the environment of what is started in it
 * @param builds what its tasks `build` do
 */
export function copyWorkspace(
  variables: Readonly<Record<string, string>> = {},
  builds: Parameters<typeof copyForTests>[1] = 'taken',
): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'vestige-pipeline-'));
  const { cache, env: own } = copyForTests(root, builds);
  const env = { ...own, ...variables };
  return {
    root,
    cache,
    env,
    start: (...words) =>
      spawn(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...words], { cwd: root, env }),
    run(task) {
      const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [nx, 'run', task, '--outputStyle=static'],
        {
          cwd: root,
          env,
          encoding: 'utf8',
        },
      );
      if (status !== 0) throw new Error(`nx run ${task}: exit code ${status}\n${stdout}\n${stderr}`);
      const { tasks } = JSON.parse(readFileSync(join(cache, 'run.json'), 'utf8')) as {
        tasks: { taskId: string; cacheStatus: string }[];
      };
      return tasks
        .filter(({ cacheStatus }) => cacheStatus === 'cache-miss')
        .map(({ taskId }) => taskId)
        .sort();
    },
    append(file, line) {
      writeFileSync(join(root, file), `${readFileSync(join(root, file), 'utf8')}\n${line}\n`);
    },
    writeExperiment: (content) => writeFileOf(root, 'experiment.json', content),
    writeOverview: (content) => writeFileOf(root, 'overview.json', content),
    writeCalibration: (content) => writeFileOf(root, 'calibration.json', content),
    [Symbol.dispose]() {
      rmSync(root, { recursive: true });
    },
  };
}

function writeFileOf(root: string, file: string, content: { name: string }): void {
  const directory = join(root, 'apps/experiments', content.name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, file), JSON.stringify(content, null, 2));
}
