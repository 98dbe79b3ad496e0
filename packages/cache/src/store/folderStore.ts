import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { asFull, type Digested, digestOf, spool } from '../files/spool.ts';
import { Room, sweepTemporary } from './room.ts';
import { ABOUT, type About, type Entry, type Limits, type OnDamaged, type Store } from './store.ts';

/**
 * Entries in a folder, which may lie on a disk that several servers share:
 *
 *     entries/HH/HASH/body         HH: the last two characters of the hash
 *     entries/HH/HASH/about.json
 *     temporary/                   what is being written or removed
 *     quarantine/HASH.TIME/        what was found damaged
 *
 * An entry is written beside the others and then moved to its name with one `rename` of its folder, which fails where
 * one has the name already: so it is there whole, with what is known of it, or not at all, and of two that write
 * the same hash one wins.
 */
export class FolderStore implements Store {
  readonly place: string;
  readonly #largest: number;
  readonly #room: Room | null;
  readonly #onDamaged: OnDamaged;

  private constructor(place: string, { largest, space }: Limits, onDamaged: OnDamaged) {
    this.place = place;
    this.#largest = largest;
    this.#room = space === null ? null : new Room(place, space);
    this.#onDamaged = onDamaged;
  }

  /** Opens the store in a folder, which is made where it is missing. */
  static async open(folder: string, limits: Limits, onDamaged: OnDamaged): Promise<FolderStore> {
    const place = resolve(folder);
    for (const part of ['entries', 'temporary', 'quarantine'])
      await mkdir(join(place, part), { recursive: true });
    return new FolderStore(place, limits, onDamaged);
  }

  async about(hash: string): Promise<About | null> {
    try {
      return ABOUT.parse(JSON.parse(await readFile(join(this.#folderOf(hash), 'about.json'), 'utf8')));
    } catch (error) {
      if (isMissing(error)) return null;
      if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
      await this.#quarantine(hash, null, 'its about.json cannot be read');
      return null;
    }
  }

  async read(hash: string): Promise<Entry | null> {
    const about = await this.about(hash);
    if (about === null) return null;
    const body = join(this.#folderOf(hash), 'body');
    const file = await open(body).catch((error) => {
      // Removed by another server since.
      if (isMissing(error)) return null;
      throw error;
    });
    if (file === null) return null;
    try {
      const found = await digestOf(file);
      if (found.sha256 !== about.sha256 || found.size !== about.size) {
        await file.close();
        const reason = `SHA-256 ${found.sha256} of ${found.size} bytes, expected ${about.sha256} of ${about.size}`;
        await this.#quarantine(hash, about, reason);
        return null;
      }
    } catch (error) {
      await file.close().catch(() => {});
      throw error;
    }
    const now = new Date();
    await utimes(body, now, now).catch(() => {});
    return {
      about,
      body: file.createReadStream({ start: 0, highWaterMark: Math.min(1 << 20, about.size + 1) }),
    };
  }

  async write(hash: string, body: Readable, writer: string): Promise<boolean> {
    const name = `${hash}.${hostname()}.${process.pid}.${randomUUID()}`;
    const temporary = join(this.place, 'temporary', name);
    try {
      await mkdir(temporary);
      const { sha256, size } = await this.#writeBody(join(temporary, 'body'), body);
      const about: About = { sha256, size, written: new Date().toISOString(), writer };
      await writeSynced(join(temporary, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
      await this.#room?.make(size);
      return await this.#moveIn(temporary, hash);
    } catch (error) {
      throw asFull(error);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async sweep(): Promise<void> {
    await sweepTemporary(join(this.place, 'temporary'));
  }

  async #writeBody(path: string, body: Readable): Promise<Digested> {
    const file = await open(path, 'wx');
    try {
      return await spool(body, file, this.#largest);
    } finally {
      await file.close();
    }
  }

  async #moveIn(temporary: string, hash: string): Promise<boolean> {
    const folder = this.#folderOf(hash);
    const parent = join(folder, '..');
    await mkdir(parent, { recursive: true });
    await syncFolder(temporary);
    try {
      await rename(temporary, folder);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
    await syncFolder(parent);
    return true;
  }

  /** Out of the way, and kept for who wants to know what happened to it. */
  async #quarantine(hash: string, about: About | null, reason: string): Promise<void> {
    const where = join(this.place, 'quarantine', `${hash}.${new Date().toISOString().replaceAll(':', '')}`);
    try {
      await rename(this.#folderOf(hash), where);
    } catch (error) {
      // Another server was first.
      if (!isMissing(error)) throw error;
      return;
    }
    this.#onDamaged(hash, about, where, reason);
  }

  #folderOf(hash: string): string {
    return join(this.place, 'entries', hash.slice(-2), hash);
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx', flush: true });
}

/** Brings the names in a folder onto the disk; not every file system has a way to. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().catch(() => {});
  await handle.close();
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
