import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shortPath } from './terminal/shortPath.ts';

type SystemError = Pick<NodeJS.ErrnoException, 'code' | 'syscall' | 'path'> & { readonly dest?: string };

interface Reason {
  /** What is the matter, of a path. */
  told(path: string): string;
  readonly advice: string;
}

const reason = (told: string, advice: string): Reason => ({ told: () => told, advice });

const ANOTHER_PLACE = 'choose another place';
const AGAIN = 'free some space and run the same command again: finished stages are kept';

const REASONS: Readonly<Record<string, Reason>> = {
  EACCES: reason('this user has no right to it', `change its rights or its owner, or ${ANOTHER_PLACE}`),
  EPERM: reason(
    'the system does not permit it',
    `look whose it is and whether it is locked, or ${ANOTHER_PLACE}`,
  ),
  EROFS: reason('its file system is mounted for reading only', ANOTHER_PLACE),
  ENOSPC: reason('the disk is full', AGAIN),
  EDQUOT: reason('the disk quota of this user is used up', AGAIN),
  EMFILE: reason(
    'too many files are open',
    'raise the limit (`ulimit -n`), or run fewer stages side by side (`--parallel`)',
  ),
  ENFILE: reason('too many files are open on this machine', 'close other programs and try again'),
  ENOTDIR: {
    told: (path) => {
      const above = nearestAbove(path);
      return statSync(above).isDirectory()
        ? 'it is a file; expected a folder'
        : `${shortPath(above)} is a file`;
    },
    advice: `move that file, or ${ANOTHER_PLACE}`,
  },
  EEXIST: reason('something of that name is in its place', `move that, or ${ANOTHER_PLACE}`),
  EISDIR: reason('it is a folder; expected a file', `move that folder, or ${ANOTHER_PLACE}`),
  ELOOP: reason('its symbolic links lead in a circle', 'mend the links'),
  ENAMETOOLONG: reason('the name is longer than the file system allows', 'choose a shorter one'),
  ENOENT: reason('there is no such file or folder', 'look whether it was moved or deleted'),
  EIO: reason('the disk reports an error', 'look after the disk; then run the same command again'),
};

/** System calls that only read. */
const READING = ['read', 'scandir', 'opendir', 'stat', 'lstat', 'statfs', 'readlink', 'realpath', 'access'];

/**
 * What a refusal of the file system means: what could not be written or read, where, why, and what to do.
 *
 * @returns undefined if the error is none, or one that only its own words describe
 */
export function toldBySystem(error: unknown): string | undefined {
  const { code = '', syscall, path, dest } = (error ?? {}) as SystemError;
  if (knownCode(code) === undefined || syscall === undefined) return undefined;
  // Of a copy or a change of name, what cannot be written is where it was to go.
  const place = dest ?? path;
  const done = verb(syscall, place);
  const { told, advice } = REASONS[done === 'written' ? causeOf(code, place) : code]!;
  const what = place === undefined ? 'a file' : `${shortPath(finalName(place))}:`;
  return `${what} cannot be ${done}: ${told(place ?? '')}; ${advice}`;
}

/** Stages lock `*.lock` and write to `*.partial-…`, and nobody knows these names. */
function finalName(path: string): string {
  return path.replaceAll(/\.(partial(-[\da-f-]+)?|lock)(?=\/|$)/g, '');
}

/** Node says ENOENT of folders that it cannot make for another reason: what the folder above says then. */
function causeOf(code: string, path: string | undefined): string {
  if (code !== 'ENOENT' || path === undefined) return code;
  const above = nearestAbove(path);
  try {
    accessSync(above, constants.W_OK);
    return code;
  } catch (error) {
    return knownCode((error as NodeJS.ErrnoException).code) ?? code;
  }
}

function knownCode(code = ''): string | undefined {
  return Object.hasOwn(REASONS, code) ? code : undefined;
}

function verb(syscall: string, path: string | undefined): 'read' | 'written' {
  if (READING.includes(syscall)) return 'read';
  return syscall === 'open' && path !== undefined && isThereUnreadable(path) ? 'read' : 'written';
}

/** Opening fails on what is there and cannot be read, or on what was to be written. */
function isThereUnreadable(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
  } catch (error) {
    // A folder above hides whether it is there.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
  try {
    accessSync(path, constants.R_OK);
    return false;
  } catch {
    return true;
  }
}

/** The first of the folders above a path that is there; a file, if one stands in the place of a folder. */
function nearestAbove(path: string): string {
  let above = dirname(resolve(path));
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
  return above;
}
