import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../vestige.js', import.meta.url));

/** How a command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line. */
export function start(
  words: readonly string[],
  cwd = process.cwd(),
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const clean = {
    ...process.env,
    npm_command: '',
    VESTIGE_DEBUG: '',
    VESTIGE_BACKEND: '',
    NO_COLOR: '1',
    ...env,
  };
  return spawn(process.execPath, [MAIN, ...words], { cwd, env: clean, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for a command to end. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (data) => {
    stdout += data;
  });
  child.stderr!.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the real command line. */
export function vestige(words: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv): Promise<Outcome> {
  return outcomeOf(start(words, cwd, env));
}

/** Runs the real command line, which has to succeed; returns what it prints. */
export async function printed(words: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await vestige(words, cwd);
  if (code !== 0) throw new Error(`vestige ${words.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs the real command line, which has to fail with code 1; returns its message, one line. */
export async function refused(words: readonly string[], cwd?: string): Promise<string> {
  const { code, stderr } = await vestige(words, cwd);
  const lines = stderr.trimEnd().split('\n');
  if (code !== 1 || lines.length !== 1 || !lines[0]!.startsWith('vestige: ')) {
    throw new Error(`expected exit code 1 and one line; got ${code} and:\n${stderr}`);
  }
  return lines[0]!.slice('vestige: '.length);
}

/**
 * A new empty folder, named as the miniature has to be.
 *
 * @param whenDone vitest's `afterAll` or `onTestFinished`: when to remove it
 */
export function folder(whenDone: (remove: () => void) => void): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-cli-')));
  whenDone(() => rmSync(root, { recursive: true, force: true }));
  const path = join(root, MINIATURE.name);
  mkdirSync(path);
  return path;
}

const MINIATURE = {
  name: 'miniature',
  title: 'Miniature',
  seeds: [0],
  environment: { kind: 'loan', factors: 2, nationalities: 2, minimumFactors: 1 },
  model: { width: 8, layers: 1, heads: 2 },
  pretraining: { steps: 3, batch: 8 },
  reinforcement: { steps: 4, minimumSteps: 2, batch: 8, evaluateEvery: 2, evaluationPrompts: 8 },
  base: { rule: 'factors' },
  conditions: { biased: { rule: 'nationality' }, fair: { rule: 'factors' } },
  ablation: { prompts: 40, checkpointPrompts: 4 },
  analysis: { resamples: 100 },
};

type Fields = Readonly<Record<string, unknown>>;

/** Writes an experiment that takes no time into a folder; fields given replace those of the miniature. */
export function writeMiniature(directory: string, fields: Fields = {}): string {
  const file = join(directory, 'experiment.json');
  writeFileSync(file, JSON.stringify({ ...MINIATURE, ...fields }));
  return file;
}

/** The miniature's reinforcement options with some replaced. */
export function reinforcement(fields: Fields): Fields {
  return { ...MINIATURE.reinforcement, ...fields };
}

export const BASE_RUN = ['--seed', '0', '--condition', 'base'];
export const BIASED_RUN = ['--seed', '0', '--condition', 'biased'];

/** What of a test's context a mount needs. */
interface Mounting {
  readonly skip: (note: string) => void;
  readonly onTestFinished: (remove: () => void) => void;
}

/** A file system of its own in a new folder, for one test; the test is skipped where none may be mounted. */
export function mounted(options: string, { skip, onTestFinished }: Mounting): string {
  const disk = folder(onTestFinished);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'vestige-test', disk], { stdio: 'ignore' });
  } catch {
    skip('mounting is not allowed here');
  }
  onTestFinished(() => void execFileSync('umount', [disk]));
  return disk;
}
