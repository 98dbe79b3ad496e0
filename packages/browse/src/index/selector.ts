import type { DatabaseSync } from 'node:sqlite';
import { BOUNDARIES } from '@vestige/rollouts';
import { matchOf } from '../query/match.ts';
import { parseText } from '../query/parseText.ts';
import type { Filters, Range } from '../query/query.ts';
import { type Columns, NO_STEP, RIGHT, WRONG } from './columns.ts';
import type { Part } from './parts.ts';
import { Recent } from './recent.ts';
import { Words } from './words.ts';

/** Milliseconds that a search for words may take before it is told of what was searched by then. */
const PATIENCE = 3000;
/** Selections and matches that are kept, for other pages of the same. */
const KEPT = 8;
const KEPT_MATCHES = 64;

/** Rollouts that are what is asked for. */
export interface Selection {
  /** 1 for each rollout that is chosen, by its number. */
  readonly chosen: Uint8Array;
  readonly total: number;
  /** How many rollouts were searched, before time was over. */
  readonly searched: number;
}

/** All rollouts of an index. */
interface All {
  readonly parts: readonly Part[];
  /** Their numbers, ascending. */
  readonly places: Uint32Array;
  readonly columns: Columns;
  /** Numbers of reasons why completions end. */
  readonly stops: ReadonlyMap<string, number>;
}

/** Finds the rollouts that are what is asked for. */
export class Selector {
  readonly #database: DatabaseSync;
  readonly #words: Words;
  readonly #all: All;
  readonly #selections = new Recent<Selection>(KEPT);
  readonly #matches = new Recent<ReturnType<Words['rollouts']>>(KEPT_MATCHES);

  constructor(database: DatabaseSync, all: All) {
    this.#database = database;
    this.#words = new Words(database);
    this.#all = all;
  }

  /** @throws {QueryError} if a text has a mistake */
  select(filters: Filters): Selection {
    return this.#selections.get(JSON.stringify(filters), () => this.#select(filters));
  }

  #select(filters: Filters): Selection {
    const chosen = new Uint8Array(this.#all.columns.step.length);
    for (const { first, rows, source } of this.#all.parts) {
      if (filters.run !== undefined && filters.run !== source.run) continue;
      if (filters.kind !== undefined && filters.kind !== source.kind) continue;
      chosen.fill(1, first, first + rows);
    }
    for (const key of ['step', 'reward', 'advantage', 'length'] as const) {
      const range = filters[key];
      if (range) keepWithin(chosen, this.#all.columns[key], range);
    }
    const { boundary, stop, right, problem } = filters;
    if (boundary !== undefined) {
      keep(chosen, this.#all.columns.boundary, BOUNDARIES.indexOf(boundary as (typeof BOUNDARIES)[number]));
    }
    if (stop !== undefined) keep(chosen, this.#all.columns.stop, this.#all.stops.get(stop) ?? Number.NaN);
    if (right !== undefined) keep(chosen, this.#all.columns.right, right ? RIGHT : WRONG);
    if (problem !== undefined) keepIn(chosen, this.#all.columns.problem, new Set(this.#problems(problem)));
    const searched = this.#keepMatching(chosen, filters);
    let total = 0;
    for (let place = 0; place < chosen.length; place++) total += chosen[place]!;
    return { chosen, total, searched };
  }

  /** @returns how many rollouts were searched */
  #keepMatching(chosen: Uint8Array, { text = '', where = 'both' }: Filters): number {
    const asked = matchOf(parseText(text), where);
    if (!asked) return this.#all.places.length;
    const { bits, searched } = this.#matches.get(asked.match, () =>
      this.#words.rollouts(asked.match, this.#all.columns.step.length, performance.now() + PATIENCE),
    );
    const other = Number(asked.inverted);
    for (let place = 0; place < searched; place++) {
      if (((bits[place >> 3]! >> (place & 7)) & 1) === other) chosen[place] = 0;
    }
    chosen.fill(0, searched);
    return countBelow(this.#all.places, searched);
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
