import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './failure.ts';
import type { Configuration } from './show/tables/view.ts';

/** A checkpoint that a path stands for. */
export interface FoundCheckpoint {
  /** Its folder. */
  readonly directory: string;
  /** How many there are where the path leads; it is the last of them. */
  readonly among: number;
}

/**
 * The checkpoint that a path stands for: its folder, a file in it, or a folder above it, as far up as that of a run.
 * Of several it is the one after most updates, and what reinforcement learning made goes before what it began with.
 *
 * @returns undefined if the path leads to none
 */
export function findCheckpoint(path: string): FoundCheckpoint | undefined {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!entry.isDirectory())
    return isCheckpoint(dirname(path)) ? { directory: dirname(path), among: 1 } : undefined;
  if (isCheckpoint(path)) return { directory: path, among: 1 };
  const steps = readdirSync(path)
    .filter((name) => /^step-\d+$/.test(name) && isCheckpoint(join(path, name)))
    .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  if (steps.length > 0) return { directory: join(path, steps.at(-1)!), among: steps.length };
  for (const inner of ['checkpoints', 'checkpoint', 'train', 'pretrain']) {
    const found = existsSync(join(path, inner)) ? findCheckpoint(join(path, inner)) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Which of several it is: `step-0060, the last of 7 checkpoints`; undefined where there is one. */
export function whichOf({ directory, among }: FoundCheckpoint): string | undefined {
  return among > 1 ? `${basename(directory)}, the last of ${among} checkpoints` : undefined;
}

/** Says of a folder that leads to no checkpoint what could be named instead. */
export function noCheckpoint(folder: string, expected: string): string {
  if (existsSync(join(folder, 'ablate', 'policies.json'))) {
    return `${folder}: its policy was trained elsewhere; expected ${expected} of one that was trained here`;
  }
  const inIt = contentsOf(folder);
  const instead = inIt.length === 0 ? `expected ${expected}` : `in it there are ${someOf(inIt)}`;
  return `${folder}: a folder that leads to no one checkpoint; ${instead}`;
}

/** What a folder holds that can be shown: checkpoints and Arrow files, at any depth. */
export function contentsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.arrow') || basename(name) === 'config.json')
    .map((name) => join(folder, name.endsWith('.arrow') ? name : dirname(name)))
    .sort();
}

/** A few paths, and how many more there are. */
export function someOf(paths: readonly string[], most = 6): string {
  const more = paths.length > most ? ` and ${paths.length - most} more` : '';
  return `${paths.slice(0, most).join(', ')}${more}`;
}

function isCheckpoint(directory: string): boolean {
  return existsSync(join(directory, 'config.json'));
}

/**
 * The settings that made a checkpoint, as its metadata have them; none if they do not say.
 *
 * @throws {UsageError} if they are no JSON object
 */
export function configurationOf(
  directory: string,
  { experiment }: Readonly<Record<string, string>>,
): Configuration {
  if (experiment === undefined) return {};
  try {
    const configuration = JSON.parse(experiment);
    if (typeof configuration === 'object' && configuration !== null) return configuration;
  } catch {}
  throw new UsageError(`${directory}: "experiment" in the metadata of its weights is no JSON object`);
}
