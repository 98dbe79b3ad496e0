import { BASE, baseOf, type Experiment, type Stage } from '@vestige/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { closureOf, type WorkspacePackages } from './packages.ts';
import { fieldsOfRun, fieldsOfWhole, READS, type StageReads } from './stages.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * All that decides whether a stage has to run again.
 *
 * @param condition that of the run; undefined for the stages of an experiment as a whole
 */
export function inputsOf(
  experiment: Experiment,
  stage: Stage,
  condition: string | undefined,
  packages: WorkspacePackages,
): Inputs {
  return [
    ...fieldInputs(experiment, stage, condition),
    ...codeInputs(stage, READS[stage], packages),
    ...(READS[stage].model ? [backendInput(experiment, condition ?? BASE)] : []),
  ];
}

/**
 * What a stage runs, and the files it reads of the tasks right before it.
 *
 * Sources are given as filesets rather than as `{ input: 'production', projects }`: that form also hashes the
 * configuration of the projects, so that a new version number or test option of a package would retrain.
 *
 * @param entry name of its module among the stages of the CLI
 */
export function codeInputs(
  entry: string,
  { packages: entries, model, upstream }: Pick<StageReads, 'packages' | 'model' | 'upstream'>,
  packages: WorkspacePackages,
): Inputs {
  const { whole, options, npm } = closureOf(packages, entries);
  return [
    ...whole.flatMap((name) => sources(`${packages[name]!.root}/src`)),
    ...options.map((name) => `{workspaceRoot}/${packages[name]!.root}/src/options.ts`),
    `{workspaceRoot}/apps/cli/src/stages/${entry}.ts`,
    ...sources('apps/cli/src/stages/shared'),
    { dependentTasksOutputFiles: upstream },
    { externalDependencies: [...npm] },
    { runtime: 'node -p process.version' },
    ...(model ? [{ env: 'VESTIGE_BACKEND' }] : []),
  ];
}

function backendInput(experiment: Experiment, condition: string): Inputs[number] {
  const { width } = baseOf(experiment, condition).model;
  return { runtime: `node tools/pipeline/src/backendInput.ts ${experiment.backend ?? 'wasm'} ${width}` };
}

/** A field that is absent has a hash of its own, so writing it down later counts as an edit. */
function fieldInputs(experiment: Experiment, stage: Stage, condition: string | undefined): Inputs {
  const json = `{workspaceRoot}/${experiment.directory}/experiment.json`;
  const { fields } = READS[stage];
  const { preset } = experiment;
  if (fields === 'all') {
    const plain = { json, excludeFields: ['$schema', 'presets', 'checks'] };
    if (preset === undefined) return [plain];
    return [plain, { json, fields: [`presets.${preset}`], excludeFields: [`presets.${preset}.checks`] }];
  }
  const plain =
    condition === undefined ? fieldsOfWhole(experiment, fields) : fieldsOfRun(experiment, fields, condition);
  const overridden = preset === undefined ? [] : plain.map((field) => `presets.${preset}.${field}`);
  return [{ json, fields: [...plain, ...overridden] }];
}

/** Everything in a folder but its tests and what helps them. */
export function sources(folder: string): string[] {
  const all = `{workspaceRoot}/${folder}/**/*`;
  return [all, `!${all}.test.ts`, `!{workspaceRoot}/${folder}/**/testing/**/*`];
}
