import { basename, dirname } from 'node:path';
import {
  calibrationDirectory,
  calibrationProject,
  calibrationRuns,
  resolveCalibration,
} from '@vestige/calibration/file';
import { type Calibration, SIMULATION_FIELDS, type SimulatedName } from '@vestige/calibration/options';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';
import { sources } from './inputs.ts';
import { closureOf, type WorkspacePackages } from './packages.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** File name of a calibration, as the plugin's glob has it. */
export const isCalibration = (file: string) => basename(file) === 'calibration.json';

/** What the stages of a calibration read besides the Node version. Keep it in step with the stages of the CLI. */
const READS = {
  simulate: {
    /** Workspace packages whose sources it runs. Of `ablation` it runs what needs no model. */
    packages: ['ablation', 'analysis', 'environment', 'random', 'rollouts'],
    /** Of the package itself, what is not its. */
    not: 'report',
    npm: ['rollouts', 'random', 'environment'],
  },
  report: {
    packages: ['analysis', 'experiment', 'report', 'rollouts'],
    not: undefined,
    npm: ['rollouts', 'report'],
  },
} as const;

type Stage = keyof typeof READS;

/**
 * The Nx projects of one calibration: itself, which reports, and one for each planted policy, which simulates. Nx
 * hashes the targets of a project into each of its tasks, so that one more policy must not be a target of the same.
 */
export function calibrationProjects(
  json: unknown,
  preset: string | undefined,
  file: string,
  packages: WorkspacePackages,
): Record<string, ProjectConfiguration> {
  const calibration = resolveCalibration(json, preset, file);
  const name = calibrationProject(calibration);
  const runs = calibrationRuns(calibration);
  const tags = preset === undefined ? [] : [`preset:${preset}`];
  const nameOf = (policy: SimulatedName) => `${name}-${policy}`;
  const root = preset === undefined ? dirname(file) : runs.replace(/\/$/, '');
  const projects: Record<string, ProjectConfiguration> = {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:calibration', `pipeline:${name}`, ...tags],
      implicitDependencies: calibration.policies.map(nameOf),
      metadata: { technologies: ['vestige'], description: `The calibration ${name}: its report` },
      targets: {
        report: target(calibration, 'report', undefined, packages, [
          { projects: calibration.policies.map(nameOf), target: 'simulate' },
        ]),
      },
    },
  };
  for (const policy of calibration.policies) {
    const policyRoot = `${runs.replace(/\/$/, '')}/${policy}`;
    projects[policyRoot] = {
      root: policyRoot,
      name: nameOf(policy),
      projectType: 'application',
      tags: [
        'vestige:simulation',
        `pipeline:${name}`,
        `calibration:${calibration.name}`,
        ...tags,
        `policy:${policy}`,
      ],
      implicitDependencies: ['cli'],
      metadata: {
        technologies: ['vestige'],
        description: `Simulations of the calibration ${name}: the planted policy ${policy}`,
      },
      targets: { simulate: target(calibration, 'simulate', policy, packages, []) },
    };
  }
  return projects;
}

function target(
  calibration: Calibration,
  stage: Stage,
  policy: SimulatedName | undefined,
  packages: WorkspacePackages,
  dependsOn: NonNullable<TargetConfiguration['dependsOn']>,
): TargetConfiguration {
  const words = ['node apps/cli/src/main.ts', stage, `${calibration.directory}/calibration.json`];
  if (calibration.preset !== undefined) words.push('--preset', calibration.preset);
  if (policy !== undefined) words.push('--policy', policy);
  return {
    executor: 'nx:run-commands',
    options: { command: words.join(' ') },
    cache: true,
    dependsOn,
    inputs: inputsOf(calibration, stage, packages),
    outputs: [`{workspaceRoot}/${calibrationDirectory(calibration, stage, policy)}`],
    metadata: {
      technologies: ['vestige'],
      description:
        stage === 'simulate'
          ? 'Simulates experiments on a planted policy'
          : 'Writes calibration.html, calibration.md, metrics.json and figures',
    },
  };
}

function inputsOf(calibration: Calibration, stage: Stage, packages: WorkspacePackages): Inputs {
  const { packages: entries, not, npm } = READS[stage];
  const own = 'packages/calibration/src';
  const entry = stage === 'simulate' ? 'simulate' : 'calibrationReport';
  return [
    ...fieldInputs(calibration, stage),
    ...entries.flatMap((name) => sources(`packages/${name}/src`)),
    ...sources(own),
    ...(not === undefined ? [] : [`!{workspaceRoot}/${own}/${not}/**/*`]),
    `{workspaceRoot}/apps/cli/src/stages/${entry}.ts`,
    ...sources('apps/cli/src/stages/shared'),
    ...(stage === 'report' ? [{ dependentTasksOutputFiles: '**/*.arrow' }] : []),
    { externalDependencies: [...closureOf(packages, npm).npm] },
    { runtime: 'node -p process.version' },
  ];
}

function fieldInputs({ directory, preset }: Calibration, stage: Stage): Inputs {
  const json = `{workspaceRoot}/${directory}/calibration.json`;
  if (stage === 'report') {
    const plain = { json, excludeFields: ['$schema', 'presets'] };
    return preset === undefined ? [plain] : [plain, { json, fields: [`presets.${preset}`] }];
  }
  const overridden =
    preset === undefined ? [] : SIMULATION_FIELDS.map((field) => `presets.${preset}.${field}`);
  return [{ json, fields: [...SIMULATION_FIELDS, ...overridden] }];
}
