import type { FileHandle } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { Readable } from 'node:stream';
import { contentOf, spool } from '../files/spool.ts';
import { FolderStore } from '../store/folderStore.ts';
import { StorageFull, type Store, TooLarge } from '../store/store.ts';
import { Fault } from './fault.ts';
import type { Place, Sent, Told } from './place.ts';

/** A folder of entries, on this machine or on a disk that machines share. */
export class FolderPlace implements Place {
  readonly #store: Store;
  readonly #writer = `${userInfo().username}@${hostname()}`;
  /** Told of an entry that was found damaged while it was read. */
  readonly #damaged: Map<string, string>;

  private constructor(store: Store, damaged: Map<string, string>) {
    this.#store = store;
    this.#damaged = damaged;
  }

  /** Opens a folder, which is made where it is missing. @throws {Fault} if that cannot be */
  static async open(folder: string, largest: number): Promise<FolderPlace> {
    const damaged = new Map<string, string>();
    try {
      const store = await FolderStore.open(folder, { largest, space: null }, (hash, about, where) => {
        const by = about ? `, written by ${about.writer} at ${about.written}` : '';
        damaged.set(hash, `had a damaged entry ${hash}${by} (now in ${where})`);
      });
      return new FolderPlace(store, damaged);
    } catch (error) {
      throw new Fault(`cannot be opened (${(error as Error).message})`, { final: true });
    }
  }

  async take(hash: string, file: FileHandle, largest: number): Promise<Told | null> {
    const entry = await this.#store.read(hash);
    if (entry !== null) {
      const { size } = await spool(entry.body, file, largest);
      const { writer, written } = entry.about;
      return { size, writer, written };
    }
    const damage = this.#damaged.get(hash);
    if (damage === undefined) return null;
    this.#damaged.delete(hash);
    throw new Fault(damage);
  }

  async send(hash: string, file: FileHandle): Promise<Sent> {
    try {
      if ((await this.#store.about(hash)) !== null) return 'there';
      const body = Readable.from(contentOf(file));
      return (await this.#store.write(hash, body, this.#writer)) ? 'written' : 'there';
    } catch (error) {
      if (error instanceof TooLarge) return 'too large';
      if (error instanceof StorageFull) throw new Fault('is full');
      throw error;
    }
  }

  close(): void {}
}
