import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ExperimentError, fail, readJson } from './file.ts';
import { issueLines } from './issues.ts';
import { loadExperiment } from './load.ts';
import { overviewFileSchema } from './overviewSchema.ts';
import { conditionsOf, projectName, runsDirectory } from './runs.ts';
import type { Experiment } from './schema.ts';
import { STAGE_NAMES } from './stages.ts';

/** A condition of an experiment that an overview shows beside others. */
export interface ComparedRow {
  readonly experiment: Experiment;
  readonly condition: string;
  /** Kind of prompts; undefined for all of them. */
  readonly group: string | undefined;
  /** What to call it; no two rows are called the same. */
  readonly label: string;
}

/** A resolved overview: preset applied, its experiments loaded. */
export interface Overview {
  readonly name: string;
  readonly title: string;
  readonly claim: string;
  /** Those whose reports belong to it, each resolved with its preset. */
  readonly experiments: readonly Experiment[];
  readonly compare: readonly ComparedRow[];
  /** Names of further projects with a target `report`. */
  readonly also: readonly string[];
  readonly preset: string | undefined;
  /** Folder that holds overview.json. */
  readonly directory: string;
}

/**
 * Reads an overview file, applies a preset, and loads the experiments that it names from the folders beside its own.
 *
 * @param file path of an overview.json
 * @param preset name of one of its presets; none for the file as it stands
 * @throws {ExperimentError} naming file, field and expectation
 */
export function loadOverview(file: string, preset?: string): Overview {
  const { presets, $schema: _, ...plain } = overviewFile(file);
  if (preset !== undefined && !Object.hasOwn(presets, preset)) {
    fail(file, [`has no preset "${preset}"; it has: ${Object.keys(presets).join(', ') || 'none'}`]);
  }
  const own = preset === undefined ? {} : presets[preset]!;
  const { name, title, claim, compare, also } = { ...plain, ...own } as typeof plain;
  const field = (part: keyof typeof own) => (part in own ? `presets.${preset}.${part}` : part);
  const directory = dirname(file);
  const mistakes: string[] = [];
  const folder = basename(dirname(resolve(file)));
  if (name !== folder)
    mistakes.push(`field ${field('name')}: "${name}"; expected "${folder}", the name of its folder`);

  const from = own.experiments ?? plain.experiments;
  const named = (from ?? compare).map(({ experiment, ...entry }, i) => ({
    experiment,
    preset: own.experiments || preset === undefined ? (entry as Named).preset : preset,
    field: `${field(from ? 'experiments' : 'compare')}.${i}`,
  }));
  const experiments = new Map<string, Experiment>();
  const seen = new Set<string>();
  for (const entry of named) {
    if (seen.has(entry.experiment)) {
      if (from) mistakes.push(`field ${entry.field}: "${entry.experiment}" stands twice; expected it once`);
      continue;
    }
    seen.add(entry.experiment);
    const experiment = attempt(mistakes, entry.field, () => experimentBeside(directory, entry));
    if (experiment) experiments.set(entry.experiment, experiment);
  }

  const rows = compare.flatMap((row, i): ComparedRow[] => {
    const place = `field ${field('compare')}.${i}`;
    const experiment = experiments.get(row.experiment);
    if (!experiment) {
      if (!seen.has(row.experiment)) {
        mistakes.push(
          `${place}.experiment: "${row.experiment}" is not in the field experiments; expected one of ${[...seen].join(', ')}`,
        );
      }
      return [];
    }
    const conditions = conditionsOf(experiment);
    if (!conditions.includes(row.condition)) {
      mistakes.push(
        `${place}.condition: ${projectName(experiment)} has no condition "${row.condition}"; expected one of ${conditions.join(', ')}`,
      );
    }
    const {
      condition,
      group,
      label = [`${row.experiment} ${condition}`, group ?? []].flat().join(', '),
    } = row;
    return [{ experiment, condition, group, label }];
  });
  for (const [i, { label }] of rows.entries()) {
    if (rows.findIndex((row) => row.label === label) === i) continue;
    mistakes.push(
      `field ${field('compare')}.${i}: there is a row "${label}" already; expected another label`,
    );
  }
  if (mistakes.length > 0) fail(file, mistakes);
  return {
    name,
    title,
    claim,
    also,
    experiments: [...experiments.values()],
    compare: rows,
    preset,
    directory,
  };
}

interface Named {
  readonly experiment: string;
  readonly preset?: string | undefined;
}

/** The file, checked field by field. */
function overviewFile(file: string) {
  const json = readJson(file, 'expected an overview file, which names experiments to compare');
  const parsed = overviewFileSchema.safeParse(json);
  if (!parsed.success) return fail(file, issueLines(parsed.error, new Map(), undefined));
  const taken = Object.keys(parsed.data.presets).filter((name) =>
    (STAGE_NAMES as readonly string[]).includes(name),
  );
  if (taken.length > 0) {
    fail(
      file,
      taken.map((name) => `field presets.${name}: this name is taken by a stage; expected another`),
    );
  }
  return parsed.data;
}

function experimentBeside(directory: string, { experiment, preset }: Named): Experiment {
  const parent = join(directory, '..');
  const fileOf = (name: string) => join(parent, name, 'experiment.json');
  if (!existsSync(fileOf(experiment))) {
    const known = readdirSync(parent).filter((name) => existsSync(fileOf(name)));
    throw new ExperimentError(
      `there is no experiment "${experiment}"; expected one of ${known.sort().join(', ')}`,
    );
  }
  return loadExperiment(fileOf(experiment), preset);
}

function attempt<T>(mistakes: string[], field: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    for (const mistake of error.message.split('\n')) mistakes.push(`field ${field}: ${mistake}`);
    return undefined;
  }
}

/** Folder of the report of a project beside an overview: `calibration`, or `calibration-quick` for a preset. */
export function reportDirectoryOf({ directory }: Pick<Overview, 'directory'>, project: string): string {
  const [name = '', preset] = project.split('-');
  return join(runsDirectory({ directory: join(directory, '..', name), preset }), 'report');
}
