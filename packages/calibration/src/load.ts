import { basename, dirname, join, resolve } from 'node:path';
import { fail, issueLines, merged, readJson } from '@vestige/experiment';
import type { z } from 'zod';
import { type Calibration, calibrationFileSchema, calibrationSchema } from './options.ts';
import type { SimulatedName } from './policies.ts';
import type { CalibrationStageName } from './stages.ts';

/** File name of a calibration. */
export const CALIBRATION_FILE = 'calibration.json';

/**
 * Reads a calibration file and applies a preset.
 *
 * @throws {ExperimentError} naming file, field and expectation
 */
export function loadCalibration(file: string, preset?: string): Calibration {
  return resolveCalibration(readJson(file, 'expected a calibration file'), preset, file);
}

/** {@link loadCalibration} for content that was already parsed; `file` is named in errors. */
export function resolveCalibration(json: unknown, preset: string | undefined, file: string): Calibration {
  const { presets, ...whole } = parse(calibrationFileSchema, json, undefined, file);
  if (preset !== undefined && !Object.hasOwn(presets, preset)) {
    fail(file, [`has no preset "${preset}"; it has: ${Object.keys(presets).join(', ') || 'none'}`]);
  }
  const { presets: _, ...plain } = json as Record<string, unknown>;
  const { $schema, ...calibration } =
    preset === undefined ? whole : parse(calibrationSchema, merged(plain, presets[preset]!), preset, file);
  const folder = basename(dirname(resolve(file)));
  if (calibration.name !== folder) {
    fail(file, [`field name: "${calibration.name}"; expected "${folder}", the name of its folder`]);
  }
  const taken = calibration.policies.find((policy) => Object.hasOwn(presets, policy));
  if (taken) fail(file, [`field presets.${taken}: is the name of a policy; expected another name`]);
  return { ...calibration, preset, directory: dirname(file) };
}

function parse<S extends z.ZodType>(schema: S, json: unknown, preset: string | undefined, file: string) {
  const parsed = schema.safeParse(json);
  return parsed.success ? parsed.data : fail(file, issueLines(parsed.error, new Map(), preset));
}

/** Name of a calibration's Nx project: `calibration`, or `calibration-quick` for its preset `quick`. */
export function calibrationProject({ name, preset }: Calibration): string {
  return preset === undefined ? name : `${name}-${preset}`;
}

/** Folder of all that a calibration makes: `runs`, or `runs/<preset>`. */
export function calibrationRuns({ directory, preset }: Calibration): string {
  return join(directory, 'runs', preset ?? '');
}

/** Folder that a stage writes; `policy`, or a contrast, is absent for the report. */
export function calibrationDirectory(
  calibration: Calibration,
  stage: CalibrationStageName,
  policy?: SimulatedName,
): string {
  return join(calibrationRuns(calibration), policy ?? '', stage);
}
