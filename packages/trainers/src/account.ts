import { BOUNDARIES, type Boundary, type ImportedRow } from '@vestige/rollouts';
import type { TrainerName } from './options.ts';

/** Most rejected records that are told one by one. */
const TOLD = 20;

/** How a matter was decided for a file, and what told it. */
export interface Decision {
  readonly name: string;
  readonly evidence: string;
}

/** Values of a column of numbers that were written. */
export interface Sum {
  readonly count: number;
  readonly sum: number;
}

/** What became of a source file or of a part of it. */
export interface SegmentAccount {
  readonly path: string;
  readonly trainer: TrainerName;
  readonly rows: number;
  /** Smallest and largest step; null if no row has one. */
  readonly steps: { readonly min: number; readonly max: number } | null;
  /** Rows without a step. */
  readonly withoutStep: number;
  readonly boundaries: Readonly<Record<Boundary, number>>;
  readonly thought: Decision;
  readonly answer: Decision & { readonly found: number };
  readonly parts: readonly string[];
  /** Of reward, its parts and advantage, by column: rows that have one, and their sum. */
  readonly sums: Readonly<Record<string, Sum>>;
  readonly rejected: {
    readonly count: number;
    /** By reason. */
    readonly kinds: Readonly<Record<string, number>>;
    readonly first: readonly { readonly line: number; readonly reason: string }[];
  };
  /** Fields that were not kept, since they are lists, objects or long texts: in how many rollouts. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Lines that held NaN or Infinity where JSON has no such thing: they were taken as null. */
  readonly notFinite: number;
  /** Completions that mark a thought, where none of those does by which the file is read. */
  readonly marked: number;
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
}

/** Adds up what becomes of a source file. */
export class Tally {
  rows = 0;
  withoutStep = 0;
  found = 0;
  readonly leftOut: Record<string, number> = {};
  readonly #boundaries = Object.fromEntries(BOUNDARIES.map((name) => [name, 0])) as Record<Boundary, number>;
  readonly #sums: Record<string, { count: number; sum: number }> = {};
  readonly #kinds: Record<string, number> = {};
  readonly #first: { line: number; reason: string }[] = [];
  #rejected = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(columns: readonly string[]) {
    for (const name of columns) this.#sums[name] = { count: 0, sum: 0 };
  }

  add(row: ImportedRow): void {
    this.rows++;
    this.#boundaries[row.boundary as Boundary]++;
    if (row.step === null) this.withoutStep++;
    else {
      this.#min = Math.min(this.#min, row.step);
      this.#max = Math.max(this.#max, row.step);
    }
    if (row.answer !== null) this.found++;
    for (const name in this.#sums) {
      const value = row[name as 'reward'];
      if (value === null) continue;
      const sum = this.#sums[name]!;
      sum.count++;
      sum.sum += value;
    }
  }

  reject(line: number, reason: string): void {
    this.#rejected++;
    const kind = reason
      .replace(/ at (?:character|column) \d+/, '')
      .replace(/has \d+ bytes/, 'has more bytes');
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1;
    if (this.#first.length < TOLD) this.#first.push({ line, reason });
  }

  account(
    about: Pick<
      SegmentAccount,
      'path' | 'trainer' | 'thought' | 'parts' | 'notFinite' | 'marked' | 'notes'
    > & {
      answer: Decision;
    },
  ): SegmentAccount {
    const { answer, ...others } = about;
    return {
      ...others,
      rows: this.rows,
      steps: this.#min <= this.#max ? { min: this.#min, max: this.#max } : null,
      withoutStep: this.withoutStep,
      boundaries: this.#boundaries,
      answer: { ...answer, found: this.found },
      sums: this.#sums,
      rejected: { count: this.#rejected, kinds: this.#kinds, first: this.#first },
      leftOut: this.leftOut,
    };
  }
}

/** What became of a source file, from what became of its parts, in order. */
export function accountOfFile(parts: readonly SegmentAccount[]): SegmentAccount {
  const [first] = parts;
  if (first === undefined) throw new Error('a file has one part at least');
  const sum = (of: (part: SegmentAccount) => number) => parts.reduce((all, part) => all + of(part), 0);
  const steps = parts.flatMap(({ steps }) => steps ?? []);
  const rows = sum((part) => part.rows);
  const marked = sum((part) => part.marked);
  return {
    ...first,
    rows,
    steps:
      steps.length === 0
        ? null
        : { min: Math.min(...steps.map(({ min }) => min)), max: Math.max(...steps.map(({ max }) => max)) },
    withoutStep: sum((part) => part.withoutStep),
    boundaries: added(parts.map((part) => part.boundaries)) as SegmentAccount['boundaries'],
    answer: { ...first.answer, found: sum((part) => part.answer.found) },
    sums: Object.fromEntries(
      Object.keys(first.sums).map((column) => [
        column,
        {
          count: sum((part) => part.sums[column]!.count),
          sum: sum((part) => part.sums[column]!.sum),
        },
      ]),
    ),
    rejected: {
      count: sum((part) => part.rejected.count),
      kinds: added(parts.map((part) => part.rejected.kinds)),
      first: parts.flatMap((part) => part.rejected.first).slice(0, TOLD),
    },
    leftOut: added(parts.map((part) => part.leftOut)),
    notFinite: sum((part) => part.notFinite),
    marked,
    notes: [
      ...(rows === 0 ? ['it holds no rollouts'] : []),
      ...first.notes,
      ...(marked > 0
        ? [`${marked} completions mark a thought, and none of the first ones does: name the marks by thought`]
        : []),
    ],
  };
}

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [name, count] of counts.flatMap(Object.entries<number>)) all[name] = (all[name] ?? 0) + count;
  return all;
}
