/** Stands for no step. */
export const NO_STEP = -(2 ** 31);
/** Whether an answer is right. */
export const [WRONG, RIGHT, NOT_KNOWN] = [0, 1, 2];

/** What is known of each rollout, by its place. Numbers that are missing are NaN. */
export interface Columns {
  readonly step: Int32Array;
  /** Numbers of the problem and of the reason of its end, in the index; -1 for no reason. */
  readonly problem: Int32Array;
  readonly stop: Int32Array;
  readonly reward: Float64Array;
  readonly advantage: Float64Array;
  /** Characters of thought and response (UTF-16). */
  readonly length: Int32Array;
  /** Number among `BOUNDARIES`. */
  readonly boundary: Uint8Array;
  readonly right: Uint8Array;
}

const KINDS = {
  reward: Float64Array,
  advantage: Float64Array,
  step: Int32Array,
  problem: Int32Array,
  stop: Int32Array,
  length: Int32Array,
  boundary: Uint8Array,
  right: Uint8Array,
} as const;
const NAMES = Object.keys(KINDS) as (keyof Columns)[];

export function emptyColumns(rows: number): Columns {
  return Object.fromEntries(NAMES.map((name) => [name, new KINDS[name](rows)])) as unknown as Columns;
}

/** Columns as one run of bytes, of the machine's order. */
export function encodeColumns(columns: Columns, rows: number): Uint8Array {
  return Buffer.concat(
    NAMES.map((name) => {
      const { buffer, BYTES_PER_ELEMENT } = columns[name];
      return new Uint8Array(buffer, 0, rows * BYTES_PER_ELEMENT);
    }),
  );
}

/** Puts encoded columns into others, from a place on. */
export function decodeColumns(bytes: Uint8Array, rows: number, into: Columns, first: number): void {
  let at = 0;
  for (const name of NAMES) {
    const size = rows * KINDS[name].BYTES_PER_ELEMENT;
    const copy = bytes.slice(at, at + size);
    into[name].set(new KINDS[name](copy.buffer, 0, rows), first);
    at += size;
  }
  if (at !== bytes.length) throw new Error(`${bytes.length} bytes of columns; expected ${at}`);
}

/** The step of a place; NaN for none. */
export function stepAt({ step }: Columns): (place: number) => number {
  return (place) => (step[place] === NO_STEP ? Number.NaN : step[place]!);
}
