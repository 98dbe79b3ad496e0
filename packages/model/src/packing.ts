/**
 * Token sequences without padding. A row is a token together with all that stands before it: sequences that begin
 * alike share rows, and what the model computes of a row, it computes once.
 */
export interface PackedRows {
  /** [rows] */
  readonly ids: Int32Array;
  /** Place of each row in its sequence, [rows]. */
  readonly positions: Int32Array;
  /** Row of each position of each sequence, one sequence after the other, [positions]. */
  readonly rows: Int32Array;
  /** Positions of each sequence, [sequences]. */
  readonly lengths: Int32Array;
  /** How many of its first rows are those of an earlier sequence, [sequences]. */
  readonly shared: Int32Array;
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

  rows(): PackedRows {
    return {
      ids: Int32Array.from(this.#ids),
      positions: Int32Array.from(this.#positions),
      rows: Int32Array.from(this.#rows.flat()),
      lengths: Int32Array.from(this.#rows, ({ length }) => length),
      shared: Int32Array.from(this.#shared),
    };
  }

  #add(id: number, position: number): number {
    this.#ids.push(id);
    return this.#positions.push(position) - 1;
  }
}
