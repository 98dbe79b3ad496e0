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

  /** @param room bytes that all of them may have */
  constructor(room: number) {
    this.#room = room;
  }

  /** Keeps what the sequence holds; where there is no room, those that have been taken once give way, and no others. */
  async save(sequence: LlamaSequence, segments: readonly Segment[]): Promise<void> {
    if (this.#room === 0) return;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'vestige-states-'));
    const file = join(this.#folder, `${this.#made++}.bin`);
    const { fileSize: bytes } = await sequence.saveStateToFile(file);
    for (const old of this.#all.filter(({ taken }) => taken)) {
      if (this.#bytes() + bytes <= this.#room) break;
      this.#drop(old);
    }
    if (this.#bytes() + bytes <= this.#room)
      this.#all.push({ segments: [...segments], file, bytes, taken: false });
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

  #bytes(): number {
    return this.#all.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #drop(state: State): void {
    this.#all = this.#all.filter((one) => one !== state);
    rmSync(state.file);
  }
}
