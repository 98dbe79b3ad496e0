import type { DatabaseSync } from 'node:sqlite';
import { BOUNDARIES } from '@vestige/rollouts';
import { type AdvantageBasis, fillAdvantages, type Stretch } from './index/advantages.ts';
import { type Building, buildIndex, type KeyedSource, keyed } from './index/buildIndex.ts';
import {
  type Columns,
  decodeColumns,
  emptyColumns,
  NO_STEP,
  NOT_KNOWN,
  RIGHT,
  WRONG,
} from './index/columns.ts';
import { type Order, orderBy, pageOf } from './index/order.ts';
import { Readers } from './index/readers.ts';
import { Recent } from './index/recent.ts';
import { Words } from './index/words.ts';
import { matchOf } from './query/match.ts';
import { parseText } from './query/parseText.ts';
import type { Filters, Query, Range, SortKey } from './query/query.ts';
import type { Source } from './source.ts';

/** Milliseconds that a search for words may take before it is told of what was searched by then. */
const PATIENCE = 3000;
/** Selections and matches that are kept, for other pages of the same. */
const KEPT = 8;
const KEPT_MATCHES = 64;

/** A rollout that was found. What is not known is null. */
export interface Found {
  /** Its number in the index. */
  readonly id: number;
  readonly run: string;
  readonly kind: 'train' | 'validation';
  readonly step: number | null;
  /** Number of its problem, and its name as the trainer has it. */
  readonly problem: number;
  readonly problemName: string;
  readonly group: string | null;
  readonly boundary: string;
  readonly stop: string | null;
  readonly reward: number | null;
  /** Parts of the reward, by name. */
  readonly parts: Readonly<Record<string, number | null>>;
  readonly advantage: number | null;
  /** Characters of thought and response. */
  readonly length: number;
  readonly tokens: number | null;
  readonly answer: string | null;
  readonly label: string | null;
  readonly right: boolean | null;
  readonly question: string;
  readonly opening: string | null;
  readonly thought: string | null;
  readonly closing: string | null;
  readonly response: string;
}

/** What a search found. */
export interface Page {
  /** Rollouts found, among those searched. */
  readonly total: number;
  /** Rollouts that were searched before time was over; all, nearly always. */
  readonly searched: number;
  readonly of: number;
  readonly rollouts: readonly Found[];
}

/** Rollouts of a problem at a step. */
export interface CourseStep {
  readonly step: number | null;
  readonly rollouts: number;
  /** Mean; null without rewards. */
  readonly reward: number | null;
}

/** A problem over training. */
export interface Course {
  readonly run: string;
  readonly problem: number;
  readonly name: string;
  /** In order; without a step last. */
  readonly steps: readonly CourseStep[];
  readonly shown: readonly { readonly step: number | null; readonly rollouts: readonly Found[] }[];
}

/** What can be asked for. */
export interface Facts {
  readonly rollouts: number;
  readonly runs: readonly {
    readonly name: string;
    readonly rollouts: number;
    readonly advantage: AdvantageBasis | null;
  }[];
  readonly kinds: readonly string[];
  readonly boundaries: readonly string[];
  readonly stops: readonly string[];
  /** Smallest and largest; null where none has one. */
  readonly ranges: Readonly<Record<SortKey, readonly [number, number] | null>>;
  /** Whether of some it is known if they are right. */
  readonly right: boolean;
}

/** Consecutive rollouts of the index, which are consecutive rows of a table. */
interface Part extends Stretch {
  readonly source: KeyedSource;
  /** Place of the first in the table. */
  readonly start: number;
}

/**
 * Opens the index of rollouts in a file, which is brought up to date first. Columns of numbers are held in memory, some 40 bytes
 * a rollout; words are looked up in the file; texts are read from the tables.
 *
 * @param file the index; made if missing, made anew if damaged
 * @throws {IndexError} if the file cannot be written
 * @throws {TableError} if a table is missing or damaged
 * @throws {IntegrityError} if a table is not what its stage wrote
 */
export async function openIndex(
  file: string,
  sources: readonly Source[],
  building: Building = {},
): Promise<RolloutIndex> {
  const known = keyed(sources);
  return new RolloutIndex(await buildIndex(file, known, building), known);
}

/** All rollouts of some runs. */
export class RolloutIndex implements Disposable {
  readonly facts: Facts;
  readonly #database: DatabaseSync;
  readonly #words: Words;
  readonly #readers = new Readers();
  readonly #parts: readonly Part[];
  readonly #columns: Columns;
  /** Numbers of rollouts that are there. */
  readonly #places: Uint32Array;
  readonly #capacity: number;
  readonly #stops: ReadonlyMap<string, number>;
  readonly #orders = new Map<SortKey, Order>();
  readonly #selections = new Recent<Selection>(KEPT);
  readonly #matches = new Recent<ReturnType<Words['rollouts']>>(KEPT_MATCHES);

  /** @param database up to date with the sources */
  constructor(database: DatabaseSync, sources: readonly KeyedSource[]) {
    this.#database = database;
    this.#words = new Words(database);
    this.#capacity = database.prepare('SELECT next FROM counter').get()!.next as number;
    this.#columns = emptyColumns(this.#capacity);
    this.#parts = loadParts(database, sources, this.#columns);
    this.#places = placesOf(this.#parts);
    this.#stops = new Map(
      database
        .prepare('SELECT name, id FROM stops')
        .all()
        .map(({ name, id }) => [name as string, id as number]),
    );
    this.facts = this.#factsOf(sources);
    for (const key of ['step', 'reward', 'advantage', 'length'] as const) this.#order(key);
  }

  /** @throws {QueryError} if a text of the query has a mistake */
  search(query: Query): Page {
    const { chosen, total, searched } = this.#selection(query);
    const page = pageOf(this.#order(query.sort), query.descending, chosen, query.offset, query.size);
    return { total, searched, of: this.#places.length, rollouts: page.map((place) => this.#found(place)) };
  }

  /**
   * A problem over training; undefined if there is none of this number.
   *
   * @param steps of which rollouts are shown
   * @param offset, size which of each
   */
  course(
    problem: number,
    steps: readonly (number | null)[],
    offset: number,
    size: number,
  ): Course | undefined {
    const about = this.#database.prepare('SELECT run, name FROM problems WHERE id = ?').get(problem);
    const { problem: problems, step, reward } = this.#columns;
    const byStep = Map.groupBy(
      this.#places.filter((place) => problems[place] === problem),
      (place) => step[place]!,
    );
    if (!about || byStep.size === 0) return undefined;
    const known = [...byStep].sort(([a], [b]) => (a === NO_STEP ? 1 : b === NO_STEP ? -1 : a - b));
    return {
      ...{ problem, run: about.run as string, name: about.name as string },
      steps: known.map(([at, places]) => ({
        ...{ step: at === NO_STEP ? null : at, rollouts: places.length },
        reward: meanOf(places.map((place) => reward[place]!)),
      })),
      shown: steps.map((at) => ({
        step: at,
        rollouts: (byStep.get(at ?? NO_STEP) ?? [])
          .slice(offset, offset + size)
          .map((place) => this.#found(place)),
      })),
    };
  }

  [Symbol.dispose](): void {
    this.#readers.close();
    this.#database.close();
  }

  #selection({ sort: _, descending: __, offset: ___, size: ____, ...filters }: Query): Selection {
    return this.#selections.get(JSON.stringify(filters), () => this.#select(filters));
  }

  #select(filters: Filters): Selection {
    const chosen = new Uint8Array(this.#capacity);
    for (const { first, rows, source } of this.#parts) {
      if (filters.run !== undefined && filters.run !== source.run) continue;
      if (filters.kind !== undefined && filters.kind !== source.kind) continue;
      chosen.fill(1, first, first + rows);
    }
    for (const key of ['step', 'reward', 'advantage', 'length'] as const) {
      const range = filters[key];
      if (range) keepWithin(chosen, this.#columns[key], range);
    }
    const { boundary, stop, right, problem } = filters;
    if (boundary !== undefined) {
      keep(chosen, this.#columns.boundary, BOUNDARIES.indexOf(boundary as (typeof BOUNDARIES)[number]));
    }
    if (stop !== undefined) keep(chosen, this.#columns.stop, this.#stops.get(stop) ?? Number.NaN);
    if (right !== undefined) keep(chosen, this.#columns.right, right ? RIGHT : WRONG);
    if (problem !== undefined) keepIn(chosen, this.#columns.problem, new Set(this.#problems(problem)));
    const searched = this.#keepMatching(chosen, filters);
    let total = 0;
    for (let place = 0; place < chosen.length; place++) total += chosen[place]!;
    return { chosen, total, searched };
  }

  /** @returns how many rollouts were searched */
  #keepMatching(chosen: Uint8Array, { text = '', where = 'both' }: Filters): number {
    const asked = matchOf(parseText(text), where);
    if (!asked) return this.#places.length;
    const { bits, searched } = this.#matches.get(asked.match, () =>
      this.#words.rollouts(asked.match, this.#capacity, performance.now() + PATIENCE),
    );
    const other = Number(asked.inverted);
    for (let place = 0; place < searched; place++) {
      if (((bits[place >> 3]! >> (place & 7)) & 1) === other) chosen[place] = 0;
    }
    chosen.fill(0, searched);
    return countBelow(this.#places, searched);
  }

  #problems(asked: string): number[] {
    const named = this.#database.prepare('SELECT id FROM problems WHERE name = ?').all(asked.trim());
    if (named.length > 0) return named.map(({ id }) => id as number);
    const match = matchOf(parseText(asked), 'both');
    if (!match) return [];
    const found = this.#words.problems(match.match);
    if (!match.inverted) return found;
    const excluded = new Set(found);
    const all = this.#database.prepare('SELECT id FROM problems').all();
    return all.map(({ id }) => id as number).filter((id) => !excluded.has(id));
  }

  #order(key: SortKey): Order {
    const column = this.#columns[key];
    const valueAt = key === 'step' ? stepAt(this.#columns.step) : (place: number) => column[place]!;
    const order = this.#orders.get(key) ?? orderBy(this.#places, valueAt);
    this.#orders.set(key, order);
    return order;
  }

  #found(place: number): Found {
    const { source, start, first } = this.#partOf(place);
    const row = this.#readers.row(source, start + place - first);
    const { advantage, length, right, problem } = this.#columns;
    const { group, boundary, stop, reward, tokens, answer, label, question, step } = row;
    const { opening, thought, closing, response } = row;
    return {
      ...{ id: place, run: source.run, kind: source.kind, step },
      ...{ problem: problem[place]!, problemName: row.problem, group, boundary, stop, reward },
      parts: Object.fromEntries(source.parts.map((part) => [part, row[`reward_${part}`]!])),
      advantage: Number.isNaN(advantage[place]!) ? null : advantage[place]!,
      ...{ length: length[place]!, tokens, answer, label },
      right: right[place] === NOT_KNOWN ? null : right[place] === RIGHT,
      ...{ question, opening, thought, closing, response },
    };
  }

  #partOf(place: number): Part {
    let [low, high] = [0, this.#parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle]!.first <= place) low = middle;
      else high = middle - 1;
    }
    return this.#parts[low]!;
  }

  #factsOf(sources: readonly Source[]): Facts {
    const { boundary, right, step } = this.#columns;
    const seen = new Set<number>();
    let known = false;
    for (const place of this.#places) {
      seen.add(boundary[place]!);
      known ||= right[place] !== NOT_KNOWN;
    }
    const used = new Set<number>();
    for (const place of this.#places) used.add(this.#columns.stop[place]!);
    return {
      rollouts: this.#places.length,
      runs: [...new Set(sources.map(({ run }) => run))].map((name) => {
        const parts = this.#parts.filter(({ source }) => source.run === name);
        const trained = parts.filter(({ source }) => source.kind === 'train');
        return {
          ...{ name, rollouts: parts.reduce((sum, { rows }) => sum + rows, 0) },
          advantage: fillAdvantages(this.#columns, trained),
        };
      }),
      kinds: [...new Set(this.#parts.map(({ source }) => source.kind))],
      boundaries: BOUNDARIES.filter((_, i) => seen.has(i)),
      stops: [...this.#stops].filter(([, id]) => used.has(id)).map(([name]) => name),
      ranges: {
        step: rangeOf(this.#places, stepAt(step)),
        reward: rangeOf(this.#places, (place) => this.#columns.reward[place]!),
        advantage: rangeOf(this.#places, (place) => this.#columns.advantage[place]!),
        length: rangeOf(this.#places, (place) => this.#columns.length[place]!),
      },
      right: known,
    };
  }
}

interface Selection {
  /** 1 for each rollout that is chosen, by its number. */
  readonly chosen: Uint8Array;
  readonly total: number;
  readonly searched: number;
}

function loadParts(database: DatabaseSync, sources: readonly KeyedSource[], into: Columns): Part[] {
  const byKey = new Map(sources.map((source) => [source.key, source]));
  const parts: Part[] = [];
  const all = database.prepare('SELECT first, rows, source, start, columns FROM parts ORDER BY first');
  for (const { first, rows, source, start, columns } of all.iterate()) {
    const part = { first: first as number, rows: rows as number, start: start as number };
    decodeColumns(columns as Uint8Array, part.rows, into, part.first);
    parts.push({ ...part, source: byKey.get(source as string)! });
  }
  return parts;
}

function placesOf(parts: readonly Part[]): Uint32Array {
  const places = new Uint32Array(parts.reduce((sum, { rows }) => sum + rows, 0));
  let at = 0;
  for (const { first, rows } of parts) for (let i = 0; i < rows; i++) places[at++] = first + i;
  return places;
}

const stepAt = (steps: Int32Array) => (place: number) =>
  steps[place] === NO_STEP ? Number.NaN : steps[place]!;

function rangeOf(places: Uint32Array, valueAt: (place: number) => number): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const place of places) {
    const value = valueAt(place);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** How many of ascending places are below one. */
function countBelow(places: Uint32Array, end: number): number {
  const first = places.findIndex((place) => place >= end);
  return first < 0 ? places.length : first;
}

/** Leaves out what is not within the bounds, or has no value. */
function keepWithin(chosen: Uint8Array, values: Int32Array | Float64Array, [low, high]: Range): void {
  const from = Math.max(low ?? -Infinity, NO_STEP + 1);
  const to = high ?? Infinity;
  for (let place = 0; place < chosen.length; place++) {
    const value = values[place]!;
    if (!(value >= from && value <= to)) chosen[place] = 0;
  }
}

function keep(chosen: Uint8Array, values: Uint8Array | Int32Array, wanted: number): void {
  for (let place = 0; place < chosen.length; place++) if (values[place] !== wanted) chosen[place] = 0;
}

function keepIn(chosen: Uint8Array, values: Int32Array, wanted: ReadonlySet<number>): void {
  for (let place = 0; place < chosen.length; place++) if (!wanted.has(values[place]!)) chosen[place] = 0;
}

function meanOf(values: readonly number[]): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
