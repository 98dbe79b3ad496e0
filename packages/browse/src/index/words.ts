import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Numbers that are asked for at a time. */
const SLICE = 2 ** 20;

/** Rollouts that match, by a bit each, and how many were looked at. */
export interface Matching {
  readonly bits: Uint8Array;
  /** All before it were looked at. */
  readonly searched: number;
}

/** Asks the index of words, in slices of numbers, until time is over. */
export class Words {
  readonly #texts: StatementSync;
  readonly #questions: StatementSync;
  readonly #slice: number;

  constructor(database: DatabaseSync, slice = SLICE) {
    this.#slice = slice;
    // Many numbers come fastest as one text.
    this.#texts = database.prepare(
      'SELECT json_group_array(rowid) AS found FROM texts WHERE texts MATCH ? AND rowid BETWEEN ? AND ?',
    );
    this.#questions = database.prepare('SELECT rowid FROM questions WHERE questions MATCH ?');
  }

  /**
   * @param count numbers of rollouts, from 0
   * @param deadline as `performance.now()` tells; a slice that is begun is ended
   */
  rollouts(match: string, count: number, deadline: number): Matching {
    const bits = new Uint8Array((count + 7) >> 3);
    let searched = 0;
    while (searched < count && (searched === 0 || performance.now() < deadline)) {
      const end = Math.min(count, searched + this.#slice);
      const { found } = this.#texts.get(match, searched, end - 1) as { found: string };
      for (const number of JSON.parse(found) as number[]) bits[number >> 3]! |= 1 << (number & 7);
      searched = end;
    }
    return { bits, searched };
  }

  /** Numbers of problems. */
  problems(match: string): number[] {
    return this.#questions.all(match).map(({ rowid }) => rowid as number);
  }
}
