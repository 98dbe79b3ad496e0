import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageFull } from './store.ts';

/** Milliseconds after which nobody writes a temporary folder any more: an upload that stands still is ended sooner. */
const ABANDONED = 3_600_000;

/** All entries are looked at again after this share of the space was written. */
const LOOK_AFTER = 0.05;

/** Room is made down to this share of the space, so that not every entry makes some. */
const AFTERWARDS = 0.9;

interface Kept {
  readonly folder: string;
  readonly size: number;
  /** When it was read last, or written. */
  readonly used: number;
}

/** Keeps the entries of a folder within a space: those that were read longest ago are removed. */
export class Room {
  readonly #place: string;
  readonly #space: number;
  /** Bytes of all entries, as far as known; other servers write too. */
  #used = Number.POSITIVE_INFINITY;
  /** Bytes that were added since all entries were looked at. */
  #added = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param place folder of the store
   * @param space bytes
   */
  constructor(place: string, space: number) {
    this.#place = place;
    this.#space = space;
  }

  /** Makes room for an entry of a size. @throws {StorageFull} if it is larger than the space */
  async make(size: number): Promise<void> {
    if (size > this.#space) throw new StorageFull(`${size} bytes do not fit into ${this.#space}`);
    const made = this.#last.then(() => this.#make(size));
    this.#last = made.catch(() => {});
    await made;
  }

  async #make(size: number): Promise<void> {
    if (this.#used + size > this.#space || this.#added > this.#space * LOOK_AFTER) await this.#clear(size);
    this.#used += size;
    this.#added += size;
  }

  async #clear(size: number): Promise<void> {
    const kept = await keptIn(join(this.#place, 'entries'));
    this.#used = kept.reduce((sum, one) => sum + one.size, 0);
    this.#added = 0;
    if (this.#used + size <= this.#space) return;
    kept.sort((a, b) => a.used - b.used);
    for (const one of kept) {
      if (this.#used + size <= this.#space * AFTERWARDS) break;
      const removed = join(this.#place, 'temporary', `removed.${randomUUID()}`);
      // Whoever reads it goes on; another server may have removed it first.
      await rename(one.folder, removed).catch(() => {});
      await rm(removed, { recursive: true, force: true });
      this.#used -= one.size;
    }
  }
}

/** Removes what was left behind by servers that were killed. */
export async function sweepTemporary(folder: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const times = await Promise.all([path, join(path, 'body')].map((one) => stat(one).catch(() => null)));
    const last = Math.max(...times.map((one) => one?.mtimeMs ?? 0));
    if (now - last > ABANDONED) await rm(path, { recursive: true, force: true });
  }
}

async function keptIn(entries: string): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const group of await readdir(entries)) {
    const folders = (await readdir(join(entries, group))).map((name) => join(entries, group, name));
    const found = await Promise.all(
      folders.map(async (folder) => {
        const body = await stat(join(folder, 'body')).catch(() => null);
        return body && { folder, size: body.size, used: body.mtimeMs };
      }),
    );
    kept.push(...found.filter((one) => one !== null));
  }
  return kept;
}
