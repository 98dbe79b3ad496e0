import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Kept, namesIn, readValue, removeOlder, writeValue } from './files.ts';
import { scheduleOf } from './schedule.ts';

/** Where progress is kept, and how often. */
export interface ProgressOptions {
  /** Folder that holds the progress of all work. */
  readonly root: string;
  /** Digest of all that decides the work: who has the same comes to the same bytes. */
  readonly key: string;
  /** Most seconds of work to lose. */
  readonly interval: number;
  /** Told, in a line, of progress that is damaged and of what cannot be written. Neither is an error of the work. */
  readonly onTrouble: (line: string) => void;
}

/** What some work has come to. Values are such as a structured clone takes. */
export interface Point<State, Addition> {
  /** How far it is; more the farther. */
  readonly done: number;
  /** All that it goes on from. */
  readonly state: State;
  /** What it has made: of a point that is saved, since the one before. */
  readonly made: Iterable<Addition>;
}

/** The progress of some work. */
export interface Progress<State, Addition> {
  /** The last point that was saved, `made` with all before it, read as it is asked for; undefined if there is none. */
  readonly found: Point<State, Addition> | undefined;
  /** Asked at each safe point: whether to save. */
  due(): boolean;
  /** Whether it is worth saving though it is not due, for the work is stopped. */
  readonly isWorthwhile: boolean;
  /**
   * Saves a point, whole and on the disk, or nothing.
   *
   * @returns whether it is saved
   */
  save(point: Point<State, Addition>): boolean;
  /** Removes all, when the work is done. */
  remove(): void;
}

/** Points that are kept: the last one, and one in case that is damaged. */
const POINTS = 2;
/** Progress of work that nobody went on with goes after a week, milliseconds. */
const ABANDONED = 7 * 24 * 60 * 60 * 1000;
const SAVED = /^(\d+)-.*\.saved$/;

/** What a file of a point holds. What was made stands in files of its own, which are written once. */
interface Saved<State> {
  readonly done: number;
  readonly state: State;
  readonly made: readonly Kept[];
}

/** The progress of work of which nothing is kept. Points are due all the same: what was made may be let go of then. */
export function noProgress<State, Addition>(interval: number): Progress<State, Addition> {
  const { due, saved } = scheduleOf(interval);
  const save = () => {
    saved();
    return false;
  };
  return { found: undefined, due, isWorthwhile: false, save, remove: () => {} };
}

/**
 * Opens the progress of some work.
 *
 * Of several processes that do the same work at once each writes files of its own names, and a point names the files that
 * it consists of: whichever is found is whole, and all come to the same. Nothing is written before the first point.
 */
export function openProgress<State, Addition>(options: ProgressOptions): Progress<State, Addition> {
  const { root, key, interval, onTrouble } = options;
  const folder = join(root, key);
  const found = lastSound<State, Addition>(folder, onTrouble);
  const schedule = scheduleOf(interval);
  let made: readonly Kept[] = found?.made ?? [];
  let written = found !== undefined;
  let broken = false;
  return {
    found: found && {
      ...found,
      made: {
        *[Symbol.iterator]() {
          for (const { file, sha256 } of found.made) yield* readValue<Addition[]>(folder, file, sha256);
        },
      },
    },
    due: () => schedule.due(),
    get isWorthwhile() {
      return written || schedule.isLong;
    },
    save(point) {
      // Who is through with the same work has removed it.
      broken ||= written && !existsSync(folder);
      try {
        if (broken) return false;
        const name = `${String(point.done).padStart(9, '0')}-${randomUUID()}`;
        const additions = [...point.made];
        if (!written) removeOlder(root, ABANDONED);
        if (additions.length > 0) made = [...made, writeValue(folder, `${name}.made`, additions)];
        const { done, state } = point;
        writeValue(folder, `${name}.saved`, { done, state, made } satisfies Saved<State>);
        for (const earlier of savedIn(folder).slice(POINTS)) rmSync(join(folder, earlier), { force: true });
        written = true;
        return true;
      } catch (error) {
        broken = true;
        onTrouble(`progress is not kept: ${(error as Error).message}`);
        return false;
      } finally {
        schedule.saved();
      }
    },
    remove() {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch (error) {
        onTrouble(`progress is left behind: ${(error as Error).message}`);
      }
    },
  };
}

/** Files of points, the farthest first. */
function savedIn(folder: string): string[] {
  const doneOf = (name: string) => Number(SAVED.exec(name)![1]);
  return namesIn(folder)
    .filter((name) => SAVED.test(name))
    .sort((a, b) => doneOf(b) - doneOf(a) || (a < b ? -1 : 1));
}

/** The farthest point of which all is as it was written. */
function lastSound<State, Addition>(
  folder: string,
  onTrouble: ProgressOptions['onTrouble'],
): Saved<State> | undefined {
  const names = savedIn(folder);
  for (const name of names) {
    try {
      const saved = readValue<Saved<State>>(folder, name);
      for (const { file, sha256 } of saved.made) readValue<Addition[]>(folder, file, sha256);
      return saved;
    } catch (error) {
      onTrouble(`progress in ${folder}: ${(error as Error).message}; it is passed over`);
    }
  }
  return undefined;
}
