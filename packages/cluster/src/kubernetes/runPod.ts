import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyWorkspace } from '../workspace/copyWorkspace.ts';
import { digestOf, FILES_FOLDER, type Recipe, readRecipe, TASKS_FILE } from './submitted.ts';

/** A task that cannot be run as it was submitted; a run more would end alike. */
export class Refused extends Error {
  override name = 'Refused';
}

/** What a pod is told of itself. */
export interface PodPlace {
  /** Root of the workspace in the image. */
  readonly image: string;
  /** Folder of what was submitted. */
  readonly submission: string;
  /** Index of the pod in its Job. */
  readonly index: number;
  /** Environment of the pod. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs the task of a pod, in a workspace of its own that is made of the image and of what was submitted.
 *
 * @returns exit code of the task
 * @throws {Refused} if the image is not what it was submitted for
 */
export async function runPod(place: PodPlace): Promise<number> {
  const { image, submission, index, env } = place;
  const task = readFileSync(join(submission, TASKS_FILE), 'utf8').split('\n')[index];
  if (!task) throw new Refused(`there is no task ${index} in ${join(submission, TASKS_FILE)}`);
  const recipe = readRecipe(submission);
  if (recipe.node !== process.version) {
    throw new Refused(
      `the image has Node ${process.version}, and it was submitted with ${recipe.node}; build it anew`,
    );
  }
  const root = join(tmpdir(), 'workspace');
  copyWorkspace(image, filesIn(image), root);
  for (const path of Object.keys(recipe.digests))
    bring(join(submission, FILES_FOLDER, path), join(root, path));
  expectFiles(root, recipe);
  return start(root, recipe, task, env);
}

function filesIn(image: string): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(join(image, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
      return entry.isFile() ? [path] : [];
    });
  return walk('');
}

function bring(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function expectFiles(root: string, { digests }: Recipe): void {
  const other = Object.keys(digests).filter((path) => {
    const file = join(root, path);
    return !existsSync(file) || digestOf(readFileSync(file)) !== digests[path];
  });
  if (other.length === 0) return;
  const more = other.length === 1 ? '' : ` and ${other.length - 1} more`;
  throw new Refused(`the image is of another state of the workspace: ${other[0]}${more}; build it anew`);
}

async function start(
  root: string,
  { named, environment }: Recipe,
  task: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const words = [join(root, 'apps/cli/src/vestige.js'), 'task', ...named, '--task', task];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: {
      ...env,
      NX_DAEMON: 'false',
      NX_CACHE_DIRECTORY: join(root, '.nx/cache'),
      NX_WORKSPACE_DATA_DIRECTORY: join(root, '.nx/workspace-data'),
      ...environment,
    },
    // It ends when this process does.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...ended) => resolve(ended));
    });
    // A shell's exit code for it: that of a container whose process was killed.
    return code ?? (signal === 'SIGKILL' ? 137 : 143);
  } finally {
    process.off('SIGTERM', passOn);
  }
}
