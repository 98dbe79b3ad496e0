import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fieldDifferences } from './differences.ts';
import { digestOf, digestOfFile } from './digest.ts';
import { IntegrityError } from './errors.ts';
import {
  type ExpectedFolder,
  filesOf,
  MANIFEST_FILE,
  type Manifest,
  nameIn,
  readManifest,
} from './manifest.ts';

/** As deep as files lie in the folder of a stage: `checkpoints/step-0000/model.safetensors`. */
const DEEPEST = 4;

/**
 * Content of a file. One in the folder of a stage is held against its manifest; a file from elsewhere is read as it is.
 *
 * @throws {IntegrityError} if it is not what its stage wrote; what the file system says, if it cannot be read
 */
export function readChecked(path: string): Buffer {
  const bytes = readFileSync(path);
  const directory = stageFolderOf(path);
  if (directory !== undefined) {
    const { files } = manifestOf(directory).manifest;
    const name = nameIn(directory, path);
    const damage = damageOfFile(path, files, name, { bytes: bytes.length, sha256: () => digestOf(bytes) });
    if (damage) throw damage;
  }
  return bytes;
}

/**
 * Holds a file of any size against the manifest of the stage in whose folder it lies, without keeping its content; one
 * from elsewhere passes.
 *
 * @throws {IntegrityError} if it is not what its stage wrote; what the file system says, if it cannot be read
 */
export function expectIntact(path: string): void {
  const bytes = statSync(path).size;
  const directory = stageFolderOf(path);
  if (directory === undefined) return;
  const { files } = manifestOf(directory).manifest;
  const found = { bytes, sha256: () => digestOfFile(path) };
  const damage = damageOfFile(path, files, nameIn(directory, path), found);
  if (damage) throw damage;
}

/**
 * Digest of a file in the folder of a stage, as its manifest has it; the file is not read. Undefined for one that the stage did
 * not write.
 *
 * @throws {IntegrityError} if there is no manifest, or a damaged one
 */
export function writtenDigest(path: string): string | undefined {
  const directory = stageFolderOf(path);
  if (directory === undefined) return undefined;
  return manifestOf(directory).manifest.files[nameIn(directory, path)]?.sha256;
}

/** {@link readChecked} for JSON. */
export function readCheckedJson(path: string): unknown {
  const content = readChecked(path).toString('utf8');
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    throw new IntegrityError(
      path,
      content.trim() === '' ? 'is empty; expected JSON' : 'is not JSON, or truncated',
    );
  }
}

/** The folder of a stage in which a file or folder lies, or that it is; undefined for one from elsewhere. */
export function stageFolderOf(path: string): string | undefined {
  let folder = resolve(path);
  for (let depth = 0; depth <= DEEPEST; depth++) {
    if (existsSync(join(folder, MANIFEST_FILE))) return folder;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return undefined;
}

/**
 * What is wrong with the folder of a stage: files that are not what the stage wrote, missing or added ones, and a
 * manifest that is missing or damaged.
 */
export function damageOf(directory: string): IntegrityError[] {
  let files: Manifest['files'];
  try {
    files = manifestOf(directory).manifest.files;
  } catch (error) {
    return [error as IntegrityError];
  }
  const names = new Set([...Object.keys(files), ...filesOf(directory)]);
  return [...names].flatMap((name) => {
    const path = join(directory, name);
    const entry = statSync(path, { throwIfNoEntry: false });
    if (!entry) return [new IntegrityError(path, 'no such file; its stage wrote one')];
    const damage = damageOfFile(path, files, name, { bytes: entry.size, sha256: () => digestOfFile(path) });
    return damage ? [damage] : [];
  });
}

function damageOfFile(
  path: string,
  files: Manifest['files'],
  name: string,
  found: { readonly bytes: number; readonly sha256: () => string },
): IntegrityError | undefined {
  if (!Object.hasOwn(files, name)) {
    return new IntegrityError(path, 'is none of the files that its stage wrote');
  }
  const expected = files[name]!;
  if (found.bytes !== expected.bytes) {
    return new IntegrityError(
      path,
      `is not what its stage wrote: it has ${found.bytes} bytes; expected ${expected.bytes}`,
    );
  }
  if (found.sha256() !== expected.sha256) {
    return new IntegrityError(path, 'is not what its stage wrote: its content differs');
  }
  return undefined;
}

/**
 * Makes sure that folders of stages are there, were made as expected, and from what now lies in the folders that they
 * read, and these from what lies in those before. Of those before, what is not there is passed over: a report can be
 * taken away from its tables.
 *
 * @throws {IntegrityError} naming the earliest that is not as expected, and what differs
 */
export function expectStages(stages: readonly ExpectedFolder[]): void {
  const seen = new Set<string>();
  for (const stage of stages) {
    manifestOf(stage.directory);
    expectStage(stage, seen);
  }
}

function expectStage(stage: ExpectedFolder, seen: Set<string>): void {
  const { directory, upstream } = stage;
  if (seen.has(directory)) return;
  seen.add(directory);
  if (!readManifest(directory)) return;
  for (const before of upstream) expectStage(before, seen);
  const mistake = mistakeOf(stage);
  if (mistake) throw mistake;
}

/**
 * How a folder was made otherwise than a stage should be: of other settings, or from something else than what lies now
 * where it reads. What it reads may be missing, damaged or mistaken itself.
 *
 * @throws {IntegrityError} if there is no folder, or its manifest is missing or damaged
 */
export function mistakeOf({ directory, recipe, upstream }: ExpectedFolder): IntegrityError | undefined {
  const { manifest: found } = manifestOf(directory);
  const [difference] = fieldDifferences(found.recipe, recipe);
  if (difference) {
    const { field, a, b } = difference;
    const setting = field.replace(/^settings\./, '');
    return new IntegrityError(directory, `was made with ${setting} ${short(a)}; expected ${short(b)}`);
  }
  const names = upstream.map((before) => upstreamName(directory, before));
  const other = Object.keys(found.upstream).find((name) => !names.includes(name));
  if (other !== undefined) {
    return new IntegrityError(directory, `was made from ${other}, which it should not read`);
  }
  for (const [i, name] of names.entries()) {
    if (!Object.hasOwn(found.upstream, name)) {
      return new IntegrityError(directory, `was made without ${name}, which it should read`);
    }
    const digest = manifestDigest(upstream[i]!.directory);
    if (digest !== undefined && digest !== found.upstream[name]) {
      return new IntegrityError(directory, `was made from another ${name} than lies there now`);
    }
  }
  return undefined;
}

/** @throws {IntegrityError} if the stage has no folder, or this no manifest */
export function manifestOf(directory: string): { readonly manifest: Manifest; readonly digest: string } {
  const read = readManifest(directory);
  if (read) return read;
  const reason = existsSync(directory)
    ? `has no ${MANIFEST_FILE}, so nothing says what made it`
    : 'no such folder; expected that of a stage';
  throw new IntegrityError(directory, reason);
}

/** Digest of the manifest of a stage's folder; undefined if it has none, or a damaged one. */
export function manifestDigest(directory: string): string | undefined {
  try {
    return readManifest(directory)?.digest;
  } catch {
    return undefined;
  }
}

/** How the manifest of a folder calls a stage that it read. */
export function upstreamName(directory: string, { directory: before }: ExpectedFolder): string {
  return nameIn(directory, before);
}

function short(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
