import { basename, dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { complete } from './complete.ts';
import { fail, readJson } from './file.ts';
import { inconsistencies } from './inconsistencies.ts';
import { issueLines } from './issues.ts';
import { isObject, type Json, merged } from './json.ts';
import {
  BASE,
  type Base,
  type Condition,
  type Experiment,
  experimentSchema,
  withPresetsSchema,
} from './schema.ts';
import { withoutSweeps } from './sweeps.ts';
import type { Swept } from './swept.ts';

/**
 * Reads an experiment file and applies a preset.
 *
 * @param file path of an experiment.json
 * @param preset name of one of its presets; none for the file as it stands
 * @throws {ExperimentError} naming file, field and expectation
 */
export function loadExperiment(file: string, preset?: string): Experiment {
  const json = readJson(file, 'expected an experiment file (`vestige new experiment NAME` makes one)');
  return resolveExperiment(json, preset, file);
}

/** {@link loadExperiment} for content that was already parsed; `file` is named in errors. */
export function resolveExperiment(json: unknown, preset: string | undefined, file: string): Experiment {
  const whole = parse(withPresetsSchema, json, undefined, file);
  if (preset === undefined) {
    const { presets, ...experiment } = whole.parsed;
    return resolved(experiment, whole.swept, Object.keys(presets), undefined, file);
  }
  const { presets = {}, ...plain } = json as Json & { presets?: Record<string, Json> };
  if (!Object.hasOwn(presets, preset)) {
    const known = Object.keys(presets).join(', ') || 'none';
    fail(file, [`has no preset "${preset}"; it has: ${known}`]);
  }
  const varied = withoutNulls(merged(plain, presets[preset]!));
  const { parsed, swept } = parse(experimentSchema, varied, preset, file);
  return resolved(parsed, swept, Object.keys(presets), preset, file);
}

/** Bases, policies and conditions that a preset sets to null are left out. Elsewhere null is a value. */
function withoutNulls(json: Json): Json {
  const result = { ...json };
  for (const field of ['bases', 'policies', 'conditions']) {
    const entries = json[field];
    if (!isObject(entries)) continue;
    result[field] = Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry !== null));
  }
  return result;
}

function parse<S extends z.ZodType>(schema: S, json: unknown, preset: string | undefined, file: string) {
  const expanded = isObject(json) ? withoutSweeps(json) : undefined;
  if (expanded && expanded.mistakes.length > 0) fail(file, expanded.mistakes);
  const swept: ReadonlyMap<string, Swept> = expanded?.swept ?? new Map();
  const parsed = schema.safeParse(expanded ? complete(expanded.json) : json);
  if (!parsed.success) return fail(file, issueLines(parsed.error, swept, preset));
  return { parsed: parsed.data, swept };
}

function resolved(
  { $schema: _, ...parsed }: z.infer<typeof experimentSchema>,
  swept: ReadonlyMap<string, Swept>,
  presets: readonly string[],
  preset: string | undefined,
  file: string,
): Experiment {
  const withOrigin = <T>(field: string, entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => {
        const origin = swept.get(`${field}.${name}`);
        return [name, origin ? { ...entry, swept: origin } : entry];
      }),
    );
  const { base, environment, model, pretraining } = parsed;
  if (environment.kind === 'questions' && (base || Object.keys(parsed.conditions).length > 0)) {
    fail(file, [
      `field ${base ? 'base' : 'conditions'}: questions have no vocabulary in which a policy could be trained from nothing; expected policies`,
    ]);
  }
  const experiment = {
    ...parsed,
    bases: {
      ...(base &&
        environment.kind !== 'questions' && { [BASE]: { ...base, environment, model, pretraining } }),
      ...withOrigin<Base>('bases', parsed.bases),
    },
    conditions: withOrigin<Condition>('conditions', parsed.conditions),
  };
  const mistakes = inconsistencies(experiment, presets);
  const folder = basename(dirname(resolve(file)));
  if (experiment.name !== folder) {
    mistakes.unshift(`field name: "${experiment.name}"; expected "${folder}", the name of its folder`);
  }
  if (mistakes.length > 0) fail(file, mistakes);
  return { ...experiment, preset, directory: dirname(file) };
}
