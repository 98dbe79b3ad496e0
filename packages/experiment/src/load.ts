import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { CONTROL_WORDS, createEnvironment } from '@vestige/environment';
import type { z } from 'zod';
import { STAGES } from './runs.ts';
import { BASE, type Experiment, experimentFileSchema, experimentSchema } from './schema.ts';

/** A mistake in an experiment file. The message has one line per mistake: file, field, expectation. */
export class ExperimentError extends Error {
  override name = 'ExperimentError';
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(base: Json, overrides: Json): Json {
  const result: Json = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const before = result[key];
    result[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}

function fail(file: string, lines: readonly string[]): never {
  throw new ExperimentError(lines.map((line) => `${file}: ${line}`).join('\n'));
}

function issueLines(error: z.ZodError, within: readonly PropertyKey[] = []): string[] {
  return error.issues.map((issue) => {
    const path = [...within, ...issue.path].map(String).join('.');
    return `field ${path || '(top level)'}: ${issue.message}`;
  });
}

/**
 * Reads an experiment file and applies a preset.
 *
 * @param file path of an experiment.json
 * @param preset name of one of its presets; none for the file as it stands
 * @throws {ExperimentError} naming file, field and expectation
 */
export function loadExperiment(file: string, preset?: string): Experiment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fail(file, [
      'cannot be read; expected an experiment file (`vestige new experiment NAME` makes one)',
    ]);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(file, [`is not JSON: ${(error as Error).message}`]);
  }
  return resolveExperiment(json, preset, file);
}

/** {@link loadExperiment} for content that was already parsed; `file` is named in errors. */
export function resolveExperiment(json: unknown, preset: string | undefined, file: string): Experiment {
  const whole = experimentFileSchema.safeParse(json);
  if (!whole.success) fail(file, issueLines(whole.error));
  const { presets = {}, ...plain } = json as Json & { presets?: Record<string, Json> };
  if (preset !== undefined && !Object.hasOwn(presets, preset)) {
    const known = Object.keys(presets).join(', ') || 'none';
    fail(file, [`has no preset "${preset}"; it has: ${known}`]);
  }
  const chosen = preset === undefined ? plain : merged(plain, presets[preset]!);
  const parsed = experimentSchema.safeParse(withSharedReinforcement(chosen));
  if (!parsed.success) return fail(file, issueLines(parsed.error, preset ? ['presets', preset] : []));
  const { $schema: _, ...experiment } = parsed.data;
  const mistakes = inconsistencies(experiment, Object.keys(presets));
  const folder = basename(dirname(resolve(file)));
  if (experiment.name !== folder) {
    mistakes.unshift(`field name: "${experiment.name}"; expected "${folder}", the name of its folder`);
  }
  if (mistakes.length > 0) fail(file, mistakes);
  return { ...experiment, preset, directory: dirname(file) };
}

/** Puts the experiment's reinforcement options under those that a condition gives itself. */
function withSharedReinforcement(json: Json): Json {
  const { conditions, reinforcement } = json;
  if (!isObject(conditions)) return json;
  const shared = isObject(reinforcement) ? reinforcement : {};
  const complete = Object.entries(conditions).map(([name, condition]) => [
    name,
    isObject(condition) ? merged({ reinforcement: shared }, condition) : condition,
  ]);
  return { ...json, conditions: Object.fromEntries(complete) };
}

function inconsistencies(experiment: z.infer<typeof experimentSchema>, presets: readonly string[]): string[] {
  const mistakes = presets
    .filter((name) => (STAGES as readonly string[]).includes(name))
    .map((name) => `field presets.${name}: this name is taken by a stage; expected another`);
  const environment = createEnvironment(experiment.environment);
  const rules = environment.rules.join(', ');
  const checkRule = (field: string, rule: string) => {
    if (!environment.rules.includes(rule)) {
      mistakes.push(`field ${field}.rule: the environment has no rule "${rule}"; expected one of ${rules}`);
    }
  };
  checkRule('base', experiment.base.rule);
  for (const [name, condition] of Object.entries(experiment.conditions)) {
    checkRule(`conditions.${name}`, condition.rule);
    if (name === BASE || presets.includes(name)) {
      mistakes.push(`field conditions.${name}: this name is taken; expected another`);
    }
    const { batch, groupSize } = condition.reinforcement;
    if (batch % groupSize !== 0) {
      mistakes.push(
        `field conditions.${name}: reinforcement.batch ${batch} is not a multiple of groupSize ${groupSize}`,
      );
    }
  }
  const words = environment.vocabulary.slice(CONTROL_WORDS.length);
  for (const field of ['force', 'forbid'] as const) {
    for (const word of experiment.ablation[field].filter((candidate) => !words.includes(candidate))) {
      mistakes.push(
        `field ablation.${field}: the environment has no word "${word}"; expected some of ${words.join(', ')}`,
      );
    }
  }
  if (new Set(experiment.seeds).size !== experiment.seeds.length)
    mistakes.push('field seeds: a seed stands twice');
  const needed = environment.promptLength + environment.maxNewTokens;
  if (experiment.model.contextLength < needed) {
    mistakes.push(
      `field model.contextLength: expected at least ${needed}, the prompt and the longest completion`,
    );
  }
  return mistakes;
}

/** The rule that labels the prompts of a condition, `base` included. */
export function ruleOf(experiment: Experiment, condition: string): string {
  return condition === BASE ? experiment.base.rule : experiment.conditions[condition]!.rule;
}
