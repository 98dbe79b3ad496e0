import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fieldDifferences } from './differences.ts';
import { IntegrityError } from './errors.ts';
import { acquireLock } from './lock.ts';
import {
  digestsOf,
  type ExpectedFolder,
  encodeManifest,
  MANIFEST_FILE,
  type Recipe,
  readManifest,
} from './manifest.ts';
import { damageOf, expectStages, manifestOf, upstreamName } from './verify.ts';

/** How a process waits for another that works on a folder. */
interface Waiting {
  readonly signal: AbortSignal;
  /** Told once, if another process is writing the folder. */
  readonly onWait: (owner: number | undefined) => void;
}

/** How a stage writes its folder. */
export interface StageWriting extends Waiting {
  /** Versions of what makes it, as far as its bytes depend on them. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Gives a stage a folder to write to, and moves it to its final name with a manifest when the stage is done. Of several
 * processes one writes at a time; who had to wait for another that made the very same leaves it at that. A stage that
 * fails or is interrupted leaves nothing, and what an earlier run left stays.
 *
 * @param write fills the folder it is given; all that the stage reads, it reads here. In `known` it may note
 *   the digest of a file, by its path in the folder, that is then not read for it
 * @returns whether it was written, and not found made by the process that was waited for
 * @throws {IntegrityError} if a stage that it reads is not as expected, or was replaced meanwhile
 */
export async function writeStageFolder(
  { directory, recipe, upstream }: ExpectedFolder,
  { versions, signal, onWait }: StageWriting,
  write: (temporary: string, known: Map<string, string>) => Promise<void>,
): Promise<boolean> {
  return await whileLocked(directory, { signal, onWait }, async (waited) => {
    expectStages(upstream);
    const before = upstreamDigests(directory, upstream);
    if (waited && isMade(directory, recipe, before)) return false;
    await putInPlace(directory, async (temporary) => {
      mkdirSync(temporary);
      const known = new Map<string, string>();
      await write(temporary, known);
      const files = digestsOf(temporary, known);
      const content = encodeManifest({ recipe, versions, upstream: before, files });
      writeFileSync(join(temporary, MANIFEST_FILE), content);
      expectUnchanged(directory, upstream, before);
      await setImmediate();
      signal.throwIfAborted();
    });
    return true;
  });
}

/**
 * Puts a copy of a stage's folder in the place of what lies there, as whole as the stage itself would; the very same is left
 * alone.
 *
 * @param from the folder that is copied, with its manifest
 * @returns whether it was copied
 */
export async function copyStageFolder(from: string, directory: string, waiting: Waiting): Promise<boolean> {
  return await whileLocked(directory, waiting, async () => {
    const { digest } = manifestOf(from);
    const isThere = existsSync(directory) && damageOf(directory).length === 0;
    if (isThere && manifestOf(directory).digest === digest) return false;
    await putInPlace(directory, async (temporary) => {
      cpSync(from, temporary, { recursive: true });
      const [damage] = damageOf(temporary);
      if (damage) throw damage;
    });
    return true;
  });
}

/** Works on the folder of a stage while no other process does; what processes that were killed left there is gone. */
async function whileLocked<T>(
  directory: string,
  waiting: Waiting,
  work: (waited: boolean) => Promise<T>,
): Promise<T> {
  // No `using`, which Node 22 does not know.
  const lock = await acquireLock(`${directory}.lock`, waiting);
  try {
    removeLeftovers(directory);
    return await work(lock.waited);
  } finally {
    lock[Symbol.dispose]();
  }
}

/** Lets a folder be filled beside the one of a stage, and puts it in its place; of what fails nothing is left. */
async function putInPlace(directory: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  // Absolute: where the working directory is removed meanwhile, Node makes relative folders for ever.
  const temporary = resolve(`${directory}.partial-${randomUUID()}`);
  try {
    await fill(temporary);
    replace(directory, temporary);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Removes what stages that were killed left beside a folder, unless somebody writes it: a stage does so itself, but one
 * that comes from a cache is not run.
 *
 * @param directory of the stage, which need not exist
 */
export async function removeAbandoned(directory: string): Promise<void> {
  if (leftoversOf(directory).length === 0) return;
  // Tried once.
  const signal = AbortSignal.abort();
  try {
    const lock = await acquireLock(`${directory}.lock`, { onWait: () => {}, signal });
    removeLeftovers(directory);
    lock[Symbol.dispose]();
  } catch (error) {
    if (error !== signal.reason) throw error;
  }
}

/** What processes that were killed left: nobody else writes while the lock is held. */
function removeLeftovers(directory: string): void {
  for (const path of leftoversOf(directory)) rmSync(path, { recursive: true, force: true });
}

function leftoversOf(directory: string): string[] {
  const parent = dirname(directory);
  const name = basename(directory);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((entry) => entry.startsWith(`${name}.partial`) || entry.startsWith(`${name}.old-`))
    .map((entry) => join(parent, entry));
}

function replace(directory: string, temporary: string): void {
  const old = existsSync(directory) ? `${directory}.old-${randomUUID()}` : undefined;
  if (old !== undefined) renameSync(directory, old);
  try {
    renameSync(temporary, directory);
  } catch (error) {
    if (old !== undefined) renameSync(old, directory);
    throw error;
  }
  if (old !== undefined) rmSync(old, { recursive: true, force: true });
}

function upstreamDigests(directory: string, upstream: readonly ExpectedFolder[]): Record<string, string> {
  return Object.fromEntries(
    upstream.map((stage) => [upstreamName(directory, stage), manifestOf(stage.directory).digest]),
  );
}

function expectUnchanged(
  directory: string,
  upstream: readonly ExpectedFolder[],
  before: Readonly<Record<string, string>>,
): void {
  for (const stage of upstream) {
    if (manifestOf(stage.directory).digest === before[upstreamName(directory, stage)]) continue;
    throw new IntegrityError(stage.directory, 'was made anew while it was read');
  }
}

function isMade(directory: string, recipe: Recipe, upstream: Readonly<Record<string, string>>): boolean {
  const found = readManifest(directory)?.manifest;
  return (
    found !== undefined &&
    fieldDifferences(found.recipe, recipe).length === 0 &&
    fieldDifferences(found.upstream, upstream).length === 0 &&
    damageOf(directory).length === 0
  );
}
