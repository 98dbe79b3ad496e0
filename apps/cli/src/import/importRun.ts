import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { IMPORTED_FILE, loadImported, resolveImported } from '@vestige/imported/file';
import { STAGE_FOLDERS } from '@vestige/imported/options';
import { type ImportOptions, type Recognised, recognise, type TrainerName } from '@vestige/trainers';
import { UsageError } from '../failure.ts';
import { experimentFolder, titleOf } from '../new/experimentFolder.ts';
import { checkName } from '../new/names.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, WORKSPACE } from '../workspace.ts';
import { writeFile } from '../writeFile.ts';

/** The schema of imported.json, for editors. */
const SCHEMA = join(WORKSPACE, 'packages/imported/imported.schema.json');

/** How a run is read, as a command line says it; what is absent is left to the defaults. */
export interface ImportChoices {
  readonly from?: TrainerName | undefined;
  readonly map?: Readonly<Record<string, string>> | undefined;
  readonly weights?: Readonly<Record<string, number>> | undefined;
  readonly step?: number | { readonly pattern: string } | undefined;
  readonly thought?: string | { readonly open?: string | undefined; readonly close: string } | undefined;
  readonly answer?: string | { readonly pattern: string } | undefined;
}

/** A run that was described in a file. */
export interface DescribedRun {
  readonly file: string;
  readonly run: string;
  readonly recognised: Recognised;
}

/**
 * Recognises what a trainer left behind and describes it as a run, in the imported.json of a name: a new one, or one that
 * has other runs already.
 *
 * @param path folder or file of the trainer
 * @param as name of the imported runs
 * @param run name of this one among them; that of the folder or file unless given
 * @throws {ImportError} if no trainer is recognised
 * @throws {UsageError} if the names are taken, or none can be made of that of the folder
 * @throws {ExperimentError} if the file would have a mistake; then nothing was written
 */
export async function describeRun(
  path: string,
  { as, run: named }: { readonly as: string; readonly run: string | undefined },
  choices: ImportChoices,
  parent = EXPERIMENTS,
): Promise<DescribedRun> {
  // Names of fields that there are none of are told of with the file that they would stand in.
  const map = (choices.map ?? {}) as ImportOptions['map'];
  const recognised = await recognise(path, { from: choices.from, map });
  const run = named ?? nameOf(path, recognised.trainer);
  checkName('run', run);
  const file = join(parent, as, IMPORTED_FILE);
  const before = existsSync(file) ? described(file) : newFile(as, parent);
  const place = pathFrom(join(parent, as), path);
  const known = before.runs[run];
  if (known !== undefined && known.path !== place) {
    throw new UsageError(
      `run "${run}": ${shortPath(file)} has one of ${known.path} already; expected another name, by --run`,
    );
  }
  // What was said of it before, here or in the file, holds unless it is said otherwise.
  const source = { ...known, path: place, ...choices, from: recognised.trainer };
  const after = { ...before, runs: { ...before.runs, [run]: source } };
  resolveImported(after, undefined, shortPath(file));
  writeFile(file, `${JSON.stringify(after, null, 2)}\n`);
  return { file, run, recognised };
}

/** What a file has. @throws {ExperimentError} if it has a mistake */
function described(file: string): ReturnType<typeof newFile> {
  loadImported(shortPath(file));
  return JSON.parse(readFileSync(file, 'utf8'));
}

function newFile(name: string, parent: string) {
  const directory = experimentFolder(name, parent, 'import');
  return {
    $schema: relative(resolve(directory), SCHEMA),
    name,
    title: titleOf(name),
    claim: '',
    runs: {} as Record<string, { readonly path: string }>,
  };
}

/** Within the workspace a path that moves with it; elsewhere one that stays. */
function pathFrom(directory: string, path: string): string {
  const whole = resolve(path);
  const within = relative(WORKSPACE, whole);
  return within.startsWith('..') || isAbsolute(within) ? whole : relative(resolve(directory), whole);
}

/** A name for a run, of what its folder or file is called. */
function nameOf(path: string, trainer: TrainerName): string {
  const plain = basename(resolve(path))
    .replace(/\..*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^\d+/, '');
  return plain === '' || STAGE_FOLDERS.includes(plain) ? trainer.replaceAll('-', '') : plain;
}
