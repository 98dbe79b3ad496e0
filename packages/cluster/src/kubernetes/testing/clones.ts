import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { copyForTests } from '../../testing/index.ts';

/** One condition, one seed, in seconds. */
const TINY = {
  name: 'tiny',
  title: 'A tiny experiment',
  seeds: [0],
  environment: { kind: 'loan' },
  model: { width: 8, layers: 1, heads: 1 },
  pretraining: { steps: 4, batch: 8, warmup: 1 },
  reinforcement: {
    ...{ steps: 4, minimumSteps: 4, batch: 8, warmup: 1 },
    ...{ evaluateEvery: 2, evaluationPrompts: 8 },
  },
  base: { rule: 'factors' },
  conditions: { biased: { rule: 'nationality' } },
  ablation: { prompts: 8, checkpointPrompts: 4, readaptation: [] },
  analysis: { resamples: 100 },
};

/** How a command ended, and what it printed. */
interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this workspace in a folder of its own. */
export interface Clone {
  readonly root: string;
  /** Runs `vestige`. */
  vestige(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
}

/** @param experiment whether the tiny experiment is in it */
export function cloneOf(folder: string, name: string, experiment: boolean): Clone {
  const root = join(folder, name);
  const { env: own } = copyForTests(root);
  mkdirSync(join(root, 'apps/experiments/tiny'), { recursive: true });
  if (experiment) {
    writeFileSync(join(root, 'apps/experiments/tiny/experiment.json'), JSON.stringify(TINY, null, 2));
  }
  return {
    root,
    vestige(words, env = {}) {
      const command = [join(root, 'apps/cli/src/vestige.js'), ...words];
      return ranBy(spawn(process.execPath, command, { cwd: root, env: { ...own, ...env } }));
    },
  };
}

/** A folder that lists files as git does has to be a clone. */
export async function makeClone(root: string): Promise<void> {
  const { code, stderr } = await ranBy(spawn('git', ['init', '--quiet'], { cwd: root }));
  if (code !== 0) throw new Error(stderr);
}

/** A folder of its own, without links in its path. */
export function scratchFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'vestige-kubernetes-')));
}

/** SHA-256 by path of all files in a folder. */
export function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [
      relative(folder, path),
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    ]),
  );
}

/** A folder for the path on which `kubectl` is the stand-in. */
export function kubectlFolder(folder: string): string {
  const path = join(folder, 'bin');
  mkdirSync(path, { recursive: true });
  const script = join(import.meta.dirname, 'kubectl.ts');
  writeFileSync(join(path, 'kubectl'), `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, {
    mode: 0o755,
  });
  return path;
}

async function ranBy(child: ChildProcess): Promise<Ran> {
  child.stdin?.end();
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const [stdout, stderr, code] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  return { code, stdout, stderr };
}
