import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jobEnvironment, type TaskMessage } from '../job/runJob.ts';
import { changedFiles } from '../submission/digests.ts';
import { copyWorkspace } from '../workspace/copyWorkspace.ts';
import { REFUSED } from './exitCodes.ts';
import { FILES_FOLDER, type Recipe, readRecipe, TASKS_FILE } from './submitted.ts';

/** A task that cannot be run as it was submitted; a run more would end alike. */
export class Refused extends Error {
  override name = 'Refused';
  readonly exitCode = REFUSED;
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

/** Variables of a pod that its task is given. */
const GIVEN = [
  'NX_SELF_HOSTED_REMOTE_CACHE_SERVER',
  'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN',
  'VESTIGE_PROGRESS',
];

/**
 * Runs the task of a pod, in a workspace of its own that is made of the image and of what was submitted.
 *
 * @returns exit code of the task; that of a shell if a signal ended it
 * @throws {Refused} if the image is not what it was submitted for
 */
export async function runPod({ image, submission, index, env }: PodPlace): Promise<number> {
  const task = readFileSync(join(submission, TASKS_FILE), 'utf8').split('\n')[index];
  if (!task) throw new Refused(`${join(submission, TASKS_FILE)} has no task ${index}`);
  const recipe = readRecipe(submission);
  if (recipe.node !== process.version) {
    throw new Refused(
      `the image has Node ${process.version}, and was submitted to with ${recipe.node}; build it anew`,
    );
  }
  const root = join(tmpdir(), 'workspace');
  copyWorkspace(image, filesIn(image), root);
  for (const path of Object.keys(recipe.digests))
    bring(join(submission, FILES_FOLDER, path), join(root, path));
  const [changed, ...others] = changedFiles(root, recipe.digests);
  if (changed !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    throw new Refused(`the image is of another state of the workspace: ${changed}${more}; build it anew`);
  }
  return await start(root, recipe, task, env);
}

/** The files of a workspace that is no clone, without its packages. */
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

async function start(
  root: string,
  { named, environment, keys }: Recipe,
  task: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const words = [join(root, 'apps/cli/src/vestige.js'), 'task', ...named, '--task', task];
  const given = [...GIVEN, ...keys].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: jobEnvironment(env, root, { ...environment, ...Object.fromEntries(given) }),
    // It ends when this process does.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (sent) => {
    const { ran, reason } = sent as TaskMessage;
    if (reason !== null) return;
    console.log(ran.length === 0 ? 'made nothing: all was in the cache' : `made ${ran.join(', ')}`);
  });
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...ended) => resolve(ended));
    });
    return code ?? 128 + constants.signals[signal!];
  } finally {
    process.off('SIGTERM', passOn);
  }
}
