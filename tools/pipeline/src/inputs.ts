import type { Stage } from '@vestige/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { closureOf, type WorkspacePackages } from './packages.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** What says of each stage what it is: it decides the target of the stage, so an edit of another's is none of its. */
const DESCRIPTIONS = ['experiment', 'calibration', 'imported'].map(
  (name) => `packages/${name}/src/stages.ts`,
);

/**
 * What a stage runs, and the files it reads of the tasks right before it.
 *
 * Sources are given as filesets rather than as `{ input: 'production', projects }`: that form also hashes the
 * configuration of the projects, so that a new version number or test option of a package would retrain.
 */
export function codeInputs(
  { module, packages: entries, npm: own = [], without, hashes, model }: Stage,
  packages: WorkspacePackages,
): Inputs {
  const { whole, options, npm } = closureOf(packages, entries, without);
  return [
    ...whole.flatMap((name) => sources(`${packages[name]!.root}/src`)),
    ...options.flatMap((name) => packages[name]!.options.map((file) => `{workspaceRoot}/${file}`)),
    ...(without?.folders ?? []).map((folder) => `!{workspaceRoot}/${folder}/**/*`),
    ...DESCRIPTIONS.map((file) => `!{workspaceRoot}/${file}`),
    `{workspaceRoot}/apps/cli/src/stages/${module}.ts`,
    ...sources('apps/cli/src/stages/shared'),
    ...(hashes === undefined ? [] : [{ dependentTasksOutputFiles: hashes }]),
    { externalDependencies: [...npm, ...own] },
    { runtime: 'node -p process.version' },
    ...(model ? [{ env: 'VESTIGE_BACKEND' }] : []),
  ];
}

/** Everything in a folder but its tests and what helps them. */
function sources(folder: string): string[] {
  const all = `{workspaceRoot}/${folder}/**/*`;
  return [all, `!${all}.test.ts`, `!{workspaceRoot}/${folder}/**/testing/**/*`];
}
