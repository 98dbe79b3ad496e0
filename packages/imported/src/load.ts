import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { fail, issueLines, merged, readJson } from '@vestige/experiment';
import type { z } from 'zod';
import { type Imported, importedFileSchema, importedSchema } from './options.ts';
import type { ImportedStageName } from './stages.ts';

/** File name of imported runs. */
export const IMPORTED_FILE = 'imported.json';

/** Table of a run, in the folder of its stage `convert`: a file for each that the trainer wrote. */
export const ROLLOUTS_FOLDER = 'rollouts';

/**
 * Reads a file of imported runs and applies a preset.
 *
 * @throws {ExperimentError} naming file, field and expectation
 */
export function loadImported(file: string, preset?: string): Imported {
  return resolveImported(readJson(file, 'expected a file of imported runs'), preset, file);
}

/** {@link loadImported} for content that was already parsed; `file` is named in errors. */
export function resolveImported(json: unknown, preset: string | undefined, file: string): Imported {
  const { presets, ...whole } = parse(importedFileSchema, json, undefined, file);
  if (preset !== undefined && !Object.hasOwn(presets, preset)) {
    fail(file, [`has no preset "${preset}"; it has: ${Object.keys(presets).join(', ') || 'none'}`]);
  }
  const { presets: _, ...plain } = json as Record<string, unknown>;
  const { $schema, ...imported } =
    preset === undefined ? whole : parse(importedSchema, merged(plain, presets[preset]!), preset, file);
  const folder = basename(dirname(resolve(file)));
  if (imported.name !== folder) {
    fail(file, [`field name: "${imported.name}"; expected "${folder}", the name of its folder`]);
  }
  const taken = Object.keys(imported.runs).find((run) => Object.hasOwn(presets, run));
  if (taken) fail(file, [`field presets.${taken}: is the name of a run; expected another name`]);
  return { ...imported, preset, directory: dirname(file) };
}

function parse<S extends z.ZodType>(schema: S, json: unknown, preset: string | undefined, file: string) {
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : fail(file, issueLines(parsed.error, new Map(), preset));
}

/** Path of what the trainer of a run left behind. */
export function sourceOf({ directory, runs }: Imported, run: string): string {
  const { path } = runs[run]!;
  return isAbsolute(path) ? path : join(directory, path);
}

/** Name of the Nx project of imported runs: `grpo`, or `grpo-quick` for its preset `quick`. */
export function importedProject({ name, preset }: Imported): string {
  return preset === undefined ? name : `${name}-${preset}`;
}

/** Folder of all that is made of imported runs: `runs`, or `runs/<preset>`. */
export function importedRuns({ directory, preset }: Imported): string {
  return join(directory, 'runs', preset ?? '');
}

/** Folder that a stage writes; `run` is absent for those of the whole. */
export function importedDirectory(imported: Imported, stage: ImportedStageName, run?: string): string {
  return join(importedRuns(imported), run ?? '', stage);
}
