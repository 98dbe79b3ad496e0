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

/** What became of a source file. */
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
    about: Pick<SegmentAccount, 'path' | 'trainer' | 'thought' | 'parts' | 'notFinite' | 'notes'> & {
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
