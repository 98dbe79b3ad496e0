import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LlamaSequence } from './binding.ts';
import { count, type Segment, shared } from './segments.ts';

/** What a sequence held, in a file. */
interface State {
  readonly segments: readonly Segment[];
  readonly file: string;
  readonly bytes: number;
  taken: boolean;
}

/** To be evaluated anew, so many tokens take less than a file. */
const NOT_WORTH = 16;

/**
 * What a sequence held when something had been written, in temporary files, to go on from it later: questions are asked about
 * every completion again, once all of them are written.
 */
export class States implements Disposable {
  readonly #room: number;
  #folder: string | null = null;
  #all: State[] = [];
  #made = 0;
  /** As it was last; not known before the first is made. */
  #bytesOfToken = 0;

  /** @param room bytes that all of them may have */
  constructor(room: number) {
    this.#room = room;
  }

  /** Keeps what the sequence holds; where there is no room, those that have been taken once give way, and no others. */
  async save(sequence: LlamaSequence, segments: readonly Segment[]): Promise<void> {
    const tokens = count(segments);
    if (!this.#makeRoom(tokens * this.#bytesOfToken)) return;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'vestige-states-'));
    const file = join(this.#folder, `${this.#made++}.bin`);
    const { fileSize: bytes } = await sequence.saveStateToFile(file);
    this.#bytesOfToken = bytes / tokens;
    const state = { segments: [...segments], file, bytes, taken: false };
    if (this.#makeRoom(bytes)) this.#all.push(state);
    else rmSync(file);
  }

  /**
   * Puts a state in the place of what the sequence holds, if that saves much.
   *
   * @param held tokens of the text that the sequence holds already
   * @returns what it holds now; null if nothing has changed
   */
  async restore(
    sequence: LlamaSequence,
    text: readonly Segment[],
    held: number,
  ): Promise<readonly Segment[] | null> {
    let best: State | undefined;
    let most = held + NOT_WORTH;
    for (const state of this.#all) {
      const tokens = count(text.slice(0, shared(state.segments, text)));
      if (tokens > most) [best, most] = [state, tokens];
    }
    if (best === undefined) return null;
    best.taken = true;
    await sequence.loadStateFromFile(best.file, { acceptRisk: true });
    return best.segments;
  }

  [Symbol.dispose](): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#all = [];
  }

  /** @returns whether there is room for so many bytes more */
  #makeRoom(bytes: number): boolean {
    const left = () => this.#room - this.#all.reduce((sum, state) => sum + state.bytes, 0) - bytes;
    for (const old of this.#all.filter(({ taken }) => taken)) {
      if (left() >= 0) break;
      this.#all = this.#all.filter((one) => one !== old);
      rmSync(old.file);
    }
    return this.#room > 0 && left() >= 0;
  }
}
