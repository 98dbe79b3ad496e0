import type { Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Sequences } from '@vestige/kernels';

/**
 * Token sequences without padding. A row is a token together with all that stands before it: sequences that begin
 * alike share rows, and what the model computes of a row, it computes once.
 */
export interface Packed {
  /** int32 [rows] */
  readonly ids: Tensor1D;
  /** Place of each row in its sequence, int32 [rows]. */
  readonly positions: Tensor1D;
  readonly sequences: Sequences;
}

/** Puts sequences into rows. */
export class Packing {
  readonly #ids: number[] = [];
  readonly #positions: number[] = [];
  readonly #shared: number[];
  /** Row of each position of each sequence. */
  readonly #rows: number[][];

  /** @param sequences token ids, of any lengths from 1 */
  constructor(sequences: readonly (readonly number[])[]) {
    const first = new Map<number, number>();
    // By row, the rows that follow it by their tokens.
    const following: Map<number, number>[] = [];
    this.#shared = [];
    this.#rows = sequences.map((sequence) => {
      let next = first;
      let shared = 0;
      const rows = sequence.map((id, position) => {
        let row = next.get(id);
        if (row === undefined) {
          row = this.#add(id, position);
          next.set(id, row);
          following[row] = new Map();
        } else {
          shared++;
        }
        next = following[row]!;
        return row;
      });
      this.#shared.push(shared);
      return rows;
    });
  }

  /** Continues a sequence by a token, in a row of its own. Returns the row. */
  append(sequence: number, id: number): number {
    const rows = this.#rows[sequence]!;
    const row = this.#add(id, rows.length);
    rows.push(row);
    return row;
  }

  /** Row of each sequence's last token. */
  lastRows(): number[] {
    return this.#rows.map((rows) => rows.at(-1)!);
  }

  packed(): Packed {
    return {
      ids: int32(this.#ids),
      positions: int32(this.#positions),
      sequences: {
        rows: int32(this.#rows.flat()),
        lengths: int32(this.#rows.map(({ length }) => length)),
        shared: int32(this.#shared),
      },
    };
  }

  #add(id: number, position: number): number {
    this.#ids.push(id);
    return this.#positions.push(position) - 1;
  }
}

/** @param sequences token ids, of any lengths from 1 */
export function packed(sequences: readonly (readonly number[])[]): Packed {
  return new Packing(sequences).packed();
}

export function int32(values: ArrayLike<number>): Tensor1D {
  // TensorFlow.js would walk through an ordinary array several times.
  return tf.tensor1d(Int32Array.from(values), 'int32');
}
