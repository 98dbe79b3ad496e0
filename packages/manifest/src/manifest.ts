import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { digestOf, digestOfFile } from './digest.ts';
import { IntegrityError } from './errors.ts';

/** Name of the manifest in the folder of a stage. */
export const MANIFEST_FILE = 'vestige-manifest.json';

/** Version of the format below; a reader refuses another. */
const VERSION = 1;

/** What a stage makes its files by, beside what it reads of other stages. In the file it is called `making`. */
export interface Recipe {
  /** `train`, `ablate`, ... */
  readonly stage: string;
  /** All settings that it follows, and no others: JSON. */
  readonly settings: unknown;
  readonly condition?: string;
  readonly seed?: number;
}

/** The folder of a stage as it should be: where it lies, its recipe, and the folders that it is made from. */
export interface ExpectedFolder {
  readonly directory: string;
  readonly recipe: Recipe;
  readonly upstream: readonly ExpectedFolder[];
}

/** What a file has to be. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** What the folder of a stage holds, and of what it was made. The same recipe, from the same upstream, gives the same bytes. */
export interface Manifest {
  readonly recipe: Recipe;
  /** Versions of what made it, as far as its bytes depend on them: by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Folders of stages that it read, relative to its own, with the digest of the manifest of each. */
  readonly upstream: Readonly<Record<string, string>>;
  /** Every file, by its path in the folder. */
  readonly files: Readonly<Record<string, FileDigest>>;
}

/** A manifest as the file has it. */
interface Written extends Omit<Manifest, 'recipe'> {
  readonly manifest: number;
  readonly making: Recipe;
}

/** The text of a manifest. It holds its own digest. */
export function encodeManifest({ recipe, versions, upstream, files }: Manifest): string {
  const body = { manifest: VERSION, making: recipe, versions, upstream, files };
  return text({ ...body, sha256: digestOf(text(body)) });
}

/** @throws with a reason, as the end of a message on the file */
function decodeManifest(content: string): Manifest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new Error(content === '' ? 'is empty; expected a manifest' : 'is damaged: it is not JSON');
  }
  const { sha256, ...body } = (parsed ?? {}) as Written & { sha256?: string };
  if (sha256 !== digestOf(text(body)) || text(parsed) !== content) {
    throw new Error('is damaged: it is not what its stage wrote');
  }
  if (body.manifest !== VERSION) {
    throw new Error(`is of version ${body.manifest}; expected ${VERSION}`);
  }
  const { manifest: _, making: recipe, ...manifest } = body;
  return { recipe, ...manifest };
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

interface Read {
  readonly content: string;
  readonly manifest: Manifest;
  readonly digest: string;
}

/** By path: a manifest is looked at for each of its files. */
const remembered = new Map<string, Read>();

/**
 * The manifest of a stage's folder, with its own digest.
 *
 * @returns undefined if the folder has none
 * @throws {IntegrityError} if it is damaged or of another version
 */
export function readManifest(
  directory: string,
): { readonly manifest: Manifest; readonly digest: string } | undefined {
  const path = join(directory, MANIFEST_FILE);
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path, 'utf8');
  const known = remembered.get(path);
  if (known?.content === content) return known;
  try {
    const read = { content, manifest: decodeManifest(content), digest: digestOf(content) };
    remembered.set(path, read);
    return read;
  } catch (error) {
    throw new IntegrityError(path, (error as Error).message);
  }
}

/**
 * The files of a folder with their digests, in the order of their names.
 *
 * @param known digests of files that are not to be read for them, by path in the folder
 */
export function digestsOf(
  directory: string,
  known: ReadonlyMap<string, string> = new Map(),
): Record<string, FileDigest> {
  return Object.fromEntries(
    filesOf(directory).map((name) => {
      const path = join(directory, name);
      return [name, { bytes: statSync(path).size, sha256: known.get(name) ?? digestOfFile(path) }];
    }),
  );
}

/** Paths of the files of a folder, at any depth, without the manifest. */
export function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => nameIn(directory, join(parentPath, name)))
    .filter((name) => name !== MANIFEST_FILE)
    .sort();
}

/** How a manifest calls a path, from the folder that it lies in; with slashes everywhere. */
export function nameIn(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}
