import { basename, dirname, join, relative } from 'node:path';
import {
  ExperimentError,
  loadOverview,
  type Overview,
  presetsOf,
  projectName,
  runsDirectory,
  stageDirectory,
} from '@vestige/experiment';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';
import { brokenProject } from './broken.ts';
import { codeInputs } from './inputs.ts';
import type { WorkspacePackages } from './packages.ts';

type Projects = Record<string, ProjectConfiguration>;
type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Fields of the compared experiments that the page shows, beside their analyses. */
const EXPERIMENT_FIELDS = ['title', 'base', 'bases', 'conditions'];

/** The projects of an overview file: of the file as it stands, and of each preset in it. */
export function projectsOfOverviewFile(workspaceRoot: string, file: string, packages: WorkspacePackages) {
  const path = join(workspaceRoot, file);
  const projects: Projects = {};
  const mistakes = new Set<string>();
  const attempt = (preset: string | undefined, act: () => void) => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      const mistake = error.message.replaceAll(`${workspaceRoot}/`, '');
      mistakes.add(mistake);
      Object.assign(projects, brokenProject(file, basename(dirname(file)), preset, mistake));
    }
  };
  let presets: string[] = [];
  attempt(undefined, () => {
    presets = presetsOf(path);
  });
  if (mistakes.size > 0) return { projects, mistakes };
  for (const preset of [undefined, ...presets]) {
    attempt(preset, () => {
      const overview = inWorkspace(loadOverview(path, preset), workspaceRoot);
      Object.assign(projects, projectsOfOverview(overview, packages));
    });
  }
  return { projects, mistakes };
}

/** The same overview with its folders from the workspace root. */
function inWorkspace(overview: Overview, workspaceRoot: string): Overview {
  const within = <T extends { readonly directory: string }>(one: T): T => ({
    ...one,
    directory: relative(workspaceRoot, one.directory),
  });
  return { ...within(overview), experiments: overview.experiments.map(within) };
}

/** The Nx project of an overview, by root: a report that waits for those of its experiments. */
function projectsOfOverview(overview: Overview, packages: WorkspacePackages): Projects {
  const { preset, directory, experiments, also } = overview;
  const root = preset === undefined ? directory : runsDirectory(overview);
  const name = projectName(overview);
  const compared = experiments.map(projectName);
  const report: TargetConfiguration = {
    executor: 'nx:run-commands',
    options: {
      command: `node apps/cli/src/main.ts report ${directory}/overview.json${preset ? ` --preset ${preset}` : ''}`,
    },
    cache: true,
    dependsOn: [
      { projects: compared, target: 'analyze' },
      { projects: [...compared, ...also], target: 'report' },
    ],
    inputs: [
      ...fieldInputs(overview),
      ...codeInputs(
        'overview',
        { packages: ['experiment', 'report', 'analysis'], model: false, upstream: '**/analysis.json' },
        packages,
      ),
    ],
    outputs: [`{workspaceRoot}/${stageDirectory(overview, 'report')}`],
    metadata: {
      technologies: ['vestige'],
      description:
        'Compares conditions across experiments: overview.html, overview.md, metrics.json, figures',
    },
  };
  return {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:overview', `pipeline:${name}`, ...(preset === undefined ? [] : [`preset:${preset}`])],
      implicitDependencies: compared,
      metadata: { technologies: ['vestige'], description: `The overview ${name} of ${compared.join(', ')}` },
      targets: { report },
    },
  };
}

function fieldInputs({ directory, preset, experiments }: Overview): Inputs {
  const json = `{workspaceRoot}/${directory}/overview.json`;
  return [
    { json, excludeFields: ['$schema', 'presets'] },
    ...(preset === undefined ? [] : [{ json, fields: [`presets.${preset}`] }]),
    ...experiments.map((experiment) => ({
      json: `{workspaceRoot}/${experiment.directory}/experiment.json`,
      fields: [
        ...EXPERIMENT_FIELDS,
        ...(experiment.preset === undefined
          ? []
          : EXPERIMENT_FIELDS.map((field) => `presets.${experiment.preset}.${field}`)),
      ],
    })),
  ];
}
