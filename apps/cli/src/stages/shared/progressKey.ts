import { createHash, hash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExpectedFolder, manifestDigest } from '@vestige/manifest';
import type { BackendInfo } from '@vestige/model';
import { WORKSPACE_ROOT } from './workspaceRoot.ts';

/** Set by Nx for its tasks: a digest of the settings, sources, packages and files that decide the task. */
const TASK_HASH_VARIABLE = 'NX_TASK_HASH';

/** What decides a stage beside its settings, where Nx does not say. */
const SOURCES = ['packages/*/src/**/*', 'apps/cli/src/stages/**/*.ts', 'package-lock.json'];
const TESTS = ['**/*.test.ts', '**/testing/**'];

/**
 * Digest of all that decides the bytes of a stage: its settings, the stages it reads, what it computes with, and the code. By
 * hand that is every source of the workspace, so that an edit of any begins the stage anew.
 */
export function progressKey({ recipe, upstream }: ExpectedFolder, backend: BackendInfo): string {
  const parts = {
    recipe,
    upstream: upstream.map(({ directory }) => manifestDigest(directory)),
    backend,
    code: process.env[TASK_HASH_VARIABLE] || sourcesDigest(),
    engine: [process.version, process.arch],
  };
  return hash('sha256', JSON.stringify(parts));
}

let digested: string | undefined;

/** Read once a process: it runs what it has loaded. */
function sourcesDigest(): string {
  if (digested !== undefined) return digested;
  const sum = createHash('sha256');
  const files = globSync(SOURCES, { cwd: WORKSPACE_ROOT, exclude: TESTS, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const bytes = readFileSync(file);
    sum.update(`${file.slice(WORKSPACE_ROOT.length)} ${bytes.length}\n`).update(bytes);
  }
  digested = sum.digest('hex');
  return digested;
}
