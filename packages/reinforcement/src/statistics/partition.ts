/** Rollouts in parts, each part in pieces by which of the groups that are left out in turn they are of. */
export interface Parts {
  /** Part and piece of each rollout. */
  readonly part: Int32Array;
  readonly piece: Int32Array;
  readonly sizes: Int32Array;
  /** By part: its pieces, each with its size and what it is left out with. */
  readonly pieces: readonly (readonly {
    readonly piece: number;
    readonly size: number;
    readonly left: number;
  }[])[];
  /** Rollouts less parts, of all and without each of the groups. */
  readonly freedom: number;
  readonly freedomWithout: Float64Array;
}

/** Strata, and cells within them. */
export interface Partition {
  /** Whether a rollout counts. */
  readonly counted: Uint8Array;
  readonly strata: Parts;
  readonly cells: Parts;
}

/**
 * Puts rollouts into strata and those of a stratum into cells by their answers. Strata with a single answer, or with no answer
 * given twice, say nothing and do not count.
 *
 * @param left by rollout: with which of `groups` it is left out
 */
export function partition(
  strata: readonly number[],
  answers: readonly number[],
  left: readonly number[],
  groups: number,
): Partition {
  const answersOf = new Map<number, { rollouts: number; readonly cells: Map<number, number> }>();
  let cells = 0;
  const cellOf = strata.map((stratum, i) => {
    const own = answersOf.get(stratum) ?? { rollouts: 0, cells: new Map() };
    answersOf.set(stratum, own);
    own.rollouts++;
    const cell = own.cells.get(answers[i]!) ?? cells++;
    own.cells.set(answers[i]!, cell);
    return cell;
  });
  const counted = Uint8Array.from(strata, (stratum) => {
    const own = answersOf.get(stratum)!;
    return Number(own.cells.size > 1 && own.cells.size < own.rollouts);
  });
  return {
    counted,
    strata: partsOf(strata, counted, left, groups),
    cells: partsOf(cellOf, counted, left, groups),
  };
}

function partsOf(
  keys: readonly number[],
  counted: Uint8Array,
  left: readonly number[],
  groups: number,
): Parts {
  const numbers = new Map<number, number>();
  const part = new Int32Array(keys.length);
  const piece = new Int32Array(keys.length);
  const sizes: number[] = [];
  const pieces: { piece: number; size: number; left: number }[][] = [];
  let pieceCount = 0;
  for (const [i, key] of keys.entries()) {
    if (!counted[i]) continue;
    const number = numbers.get(key) ?? sizes.length;
    if (number === sizes.length) {
      numbers.set(key, number);
      sizes.push(0);
      pieces.push([]);
    }
    part[i] = number;
    sizes[number]!++;
    let own = pieces[number]!.find((one) => one.left === left[i]);
    if (!own) {
      own = { piece: pieceCount++, size: 0, left: left[i]! };
      pieces[number]!.push(own);
    }
    piece[i] = own.piece;
    own.size++;
  }
  const freedom = sizes.reduce((sum, size) => sum + size - 1, 0);
  const freedomWithout = new Float64Array(groups).fill(freedom);
  for (const [number, own] of pieces.entries()) {
    // A part that goes altogether takes its mean with it.
    for (const { size, left } of own) freedomWithout[left]! -= size - Number(size === sizes[number]);
  }
  return { part, piece, sizes: Int32Array.from(sizes), pieces, freedom, freedomWithout };
}

/** Sums of squares of presence around the mean of each part. */
export interface Squares {
  readonly all: number;
  /** Without each of the groups that are left out. */
  readonly without: Float64Array;
  /** Whether presence varies in the part of a rollout. */
  readonly varies: (rollout: number) => boolean;
}

/** @returns for the rollouts that have a feature its sums of squares, valid until the next ones */
export function jackknifeSquares(
  { part, piece, sizes, pieces }: Parts,
  groups: number,
): (holders: readonly number[]) => Squares {
  const inPart = new Int32Array(sizes.length);
  const inPiece = new Int32Array(pieces.reduce((sum, own) => sum + own.length, 0));
  let touched: number[] = [];
  return (holders) => {
    for (const number of touched) {
      inPart[number] = 0;
      for (const own of pieces[number]!) inPiece[own.piece] = 0;
    }
    touched = [];
    for (const i of holders) {
      if (inPart[part[i]!]!++ === 0) touched.push(part[i]!);
      inPiece[piece[i]!]!++;
    }
    let all = 0;
    const change = new Float64Array(groups);
    for (const number of touched) {
      const [present, size] = [inPart[number]!, sizes[number]!];
      const squares = squaresOf(present, size);
      all += squares;
      for (const own of pieces[number]!) {
        change[own.left]! += squaresOf(present - inPiece[own.piece]!, size - own.size) - squares;
      }
    }
    return {
      all,
      without: change.map((less) => all + less),
      varies: (i) => inPart[part[i]!]! < sizes[part[i]!]!,
    };
  };
}

function squaresOf(present: number, size: number): number {
  return size === 0 ? 0 : present - (present * present) / size;
}
