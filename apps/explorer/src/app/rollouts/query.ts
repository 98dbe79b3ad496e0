import type { RolloutTable } from '../rolloutTable.ts';
import { orderBy } from './order.ts';
import { totalReinforcement } from './reinforcement.ts';
import { holds, patternOf, readWords, unknownWords } from './search.ts';
import { totalSurprisal } from './surprisal.ts';

export type Outcome = 'right' | 'wrong' | 'malformed';
type Source = 'training' | 'evaluation';

/** Which rollouts are wanted. What is absent or empty does not matter. */
export interface Filters {
  /** Places of runs. */
  readonly runs: readonly number[];
  readonly source?: Source | undefined;
  /** First and last update. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly outcome?: Outcome | undefined;
  /** The answer that was given. */
  readonly answer?: string | undefined;
  readonly mention?: boolean | undefined;
  readonly forced?: boolean | undefined;
  /** Fewest and most tokens of the chain of thought. */
  readonly shortest?: number | undefined;
  readonly longest?: number | undefined;
  /** Words in a row, anywhere in the question or in the completion; the last may be the beginning of one. */
  readonly words: string;
}

export const EVERYTHING: Filters = { runs: [], words: '' };

export const SORT_KEYS = ['step', 'reward', 'advantage', 'cotLength', 'surprisal', 'reinforcement'] as const;

export interface Sort {
  readonly key: (typeof SORT_KEYS)[number];
  readonly descending: boolean;
}

export interface Selection {
  /** Rows of the table, in order. */
  readonly rows: Int32Array;
  /** Words searched for that no environment of the page has. */
  readonly unknown: readonly string[];
}

/** Asks the table of rollouts: one pass over its columns per question, in an order that is kept once made. */
export class RolloutQuery {
  readonly #table: RolloutTable;
  readonly #vocabularies: readonly (readonly string[])[];
  readonly #values = new Map<Sort['key'], Float32Array>();
  readonly #orders = new Map<string, Int32Array>();

  /** @param vocabularies of the runs, by place */
  constructor(table: RolloutTable, vocabularies: readonly (readonly string[])[]) {
    this.#table = table;
    this.#vocabularies = vocabularies;
  }

  /** What rollouts are sorted by, one a row; NaN where there is none. */
  values(key: Sort['key']): Float32Array {
    return kept(this.#values, key, () => valuesOf(this.#table, key));
  }

  /** The rollouts that are wanted, sorted; equal ones in the order of the table. */
  select(filters: Filters, sort: Sort): Selection {
    const { rows, unknown } = this.#matching(filters);
    const order = kept(this.#orders, `${sort.key} ${sort.descending}`, () =>
      orderBy(this.values(sort.key), sort.descending),
    );
    const selected = new Int32Array(order.length);
    let count = 0;
    for (const row of order) if (rows[row]) selected[count++] = row;
    return { rows: selected.subarray(0, count), unknown };
  }

  /** For each row, 1 if it is wanted. */
  #matching(filters: Filters): { readonly rows: Uint8Array; readonly unknown: readonly string[] } {
    const { rows, run, step, evaluation, answer, right, mention, forced, cotLength, question, raw } =
      this.#table;
    const vocabularies = this.#vocabularies;
    const { source, from = -Infinity, to = Infinity, shortest = 0, longest = Infinity, outcome } = filters;
    const wantedRun = vocabularies.map(
      (_, place) => filters.runs.length === 0 || filters.runs.includes(place),
    );
    const wantedEvaluation = source && Number(source === 'evaluation');
    const wantedMention = filters.mention === undefined ? undefined : Number(filters.mention);
    const wantedForced = filters.forced === undefined ? undefined : Number(filters.forced);
    const words = readWords(filters.words);
    const searching = words.words.length > 0;
    const patterns = vocabularies.map((vocabulary) => patternOf(words, vocabulary));
    const contains = (row: number) => {
      const pattern = patterns[run[row]!];
      return (
        pattern !== undefined &&
        [raw.ids, question.ids].some(({ values, offsets }) =>
          holds(pattern, values, offsets[row]!, offsets[row + 1]!),
        )
      );
    };
    const matching = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      matching[row] = Number(
        wantedRun[run[row]!] === true &&
          (wantedEvaluation === undefined || evaluation[row] === wantedEvaluation) &&
          step[row]! >= from &&
          step[row]! <= to &&
          cotLength[row]! >= shortest &&
          cotLength[row]! <= longest &&
          (outcome === undefined || outcome === outcomeOf(answer[row]!, right[row]!)) &&
          (filters.answer === undefined || answer[row] === filters.answer) &&
          (wantedMention === undefined || mention[row] === wantedMention) &&
          (wantedForced === undefined || forced[row] === wantedForced) &&
          (!searching || contains(row)),
      );
    }
    return { rows: matching, unknown: unknownWords(words, vocabularies) };
  }
}

/** @param answer null if the completion is not well-formed */
export function outcomeOf(answer: string | null, right: number): Outcome {
  if (answer === null) return 'malformed';
  return right ? 'right' : 'wrong';
}

function valuesOf(table: RolloutTable, key: Sort['key']): Float32Array {
  const ofTraining = (values: Float32Array) =>
    values.map((value, row) => (table.evaluation[row] ? Number.NaN : value));
  switch (key) {
    case 'step':
    case 'cotLength':
      return Float32Array.from(table[key]);
    case 'reward':
    case 'advantage':
      return ofTraining(table[key]);
    case 'surprisal':
      return totalSurprisal(table);
    case 'reinforcement':
      return totalReinforcement(table);
  }
}

function kept<K, V>(store: Map<K, V>, key: K, make: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}
