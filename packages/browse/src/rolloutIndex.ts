import type { DatabaseSync } from 'node:sqlite';
import type { Course, Facts, Found, Page } from './answers.ts';
import { addMissing, type Building, type KeyedSource, keyed, openIndexFile } from './index/buildIndex.ts';
import { type Columns, emptyColumns, NO_STEP, NOT_KNOWN, RIGHT, stepAt } from './index/columns.ts';
import { factsOf } from './index/facts.ts';
import { type Order, orderBy, pageOf } from './index/order.ts';
import { loadParts, type Part, partOf, placesOf } from './index/parts.ts';
import { Readers } from './index/readers.ts';
import { Selector } from './index/selector.ts';
import { type Query, SORT_KEYS, type SortKey } from './query/query.ts';
import type { Source } from './source.ts';

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
  const database = openIndexFile(file, known);
  try {
    await addMissing(file, database, known, building);
    return new RolloutIndex(database, known, () => database.close());
  } catch (error) {
    database.close();
    throw error;
  }
}

/** All rollouts of some runs. */
export class RolloutIndex implements Disposable {
  readonly facts: Facts;
  readonly #database: DatabaseSync;
  readonly #selector: Selector;
  readonly #readers = new Readers();
  readonly #parts: readonly Part[];
  readonly #columns: Columns;
  /** Numbers of rollouts that are there. */
  readonly #places: Uint32Array;
  readonly #orders = new Map<SortKey, Order>();
  readonly #onClose: () => void;

  /** @param database of which it has what is there by now */
  constructor(database: DatabaseSync, sources: readonly KeyedSource[], onClose: () => void) {
    this.#database = database;
    this.#onClose = onClose;
    const { next } = database.prepare('SELECT next FROM counter').get() as { next: number };
    const columns = emptyColumns(next);
    const parts = loadParts(database, sources, columns);
    const places = placesOf(parts);
    const known = database.prepare('SELECT name, id FROM stops').all() as { name: string; id: number }[];
    const stops = new Map(known.map(({ name, id }) => [name, id]));
    this.facts = factsOf(parts, places, columns, stops);
    this.#parts = parts;
    this.#places = places;
    this.#columns = columns;
    this.#selector = new Selector(database, { parts, places, columns, stops });
    for (const key of SORT_KEYS) this.#order(key);
  }

  /** @throws {QueryError} if a text of the query has a mistake */
  search({ sort, descending, offset, size, ...filters }: Query): Page {
    const { chosen, total, searched } = this.#selector.select(filters);
    const page = pageOf(this.#order(sort), descending, chosen, offset, size);
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
    this.#onClose();
  }

  #order(key: SortKey): Order {
    const column = this.#columns[key];
    const valueAt = key === 'step' ? stepAt(this.#columns) : (place: number) => column[place]!;
    const order = this.#orders.get(key) ?? orderBy(this.#places, valueAt);
    this.#orders.set(key, order);
    return order;
  }

  #found(place: number): Found {
    const { source, start, first } = partOf(this.#parts, place);
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
}

function meanOf(values: readonly number[]): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
