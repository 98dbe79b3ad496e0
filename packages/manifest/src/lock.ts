/// <reference path="./fs-native-extensions.d.ts" />
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { tryLock } from 'fs-native-extensions';

/** Milliseconds between two tries. */
const PAUSE = 100;

/** How to wait for a lock. */
export interface Waiting {
  /** Told once, if another process has it: its number, as far as known. */
  readonly onWait: (owner: number | undefined) => void;
  /** Ends the waiting; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held. */
export interface Lock extends Disposable {
  /** Whether another process had it before. */
  readonly waited: boolean;
}

/**
 * Takes a lock that the operating system gives up when its process ends, however it does. The file is there only while
 * it is held.
 *
 * @param path of the lock's file
 * @throws the reason of the signal if it is aborted; what the file system says, if it cannot make the file
 */
export async function acquireLock(path: string, { onWait, signal }: Waiting): Promise<Lock> {
  mkdirSync(dirname(path), { recursive: true });
  let waited = false;
  for (;;) {
    const file = openSync(path, 'a+');
    const taken = lockFile(file, path);
    // Who had it before removes the file: then this one is no longer what others find under the name.
    if (taken && statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino) {
      writeSync(file, `${process.pid}\n`);
      return { waited, [Symbol.dispose]: () => release(path, file) };
    }
    const owner = taken ? undefined : ownerOf(path);
    closeSync(file);
    if (!taken) {
      if (!waited) onWait(owner);
      waited = true;
      await setTimeout(PAUSE);
    }
    signal?.throwIfAborted();
  }
}

function lockFile(file: number, path: string): boolean {
  try {
    return tryLock(file);
  } catch (error) {
    closeSync(file);
    throw new Error(
      `${path}: cannot be locked (${(error as Error).message}); choose a file system that takes locks`,
    );
  }
}

function release(path: string, file: number): void {
  unlinkSync(path);
  closeSync(file);
}

/** Who has the lock; undefined where it has not said so yet, or is through. */
function ownerOf(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'latin1'), 10) || undefined;
  } catch {
    return undefined;
  }
}
