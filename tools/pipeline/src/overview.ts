import { basename, dirname, join, relative } from 'node:path';
import {
  ExperimentError,
  loadOverview,
  type Overview,
  overviewTask,
  presetsOf,
  projectName,
  runsDirectory,
} from '@vestige/experiment';
import type { ProjectConfiguration } from 'nx/src/devkit-exports.js';
import { brokenProject } from './broken.ts';
import { overviewInputs } from './fields.ts';
import type { WorkspacePackages } from './packages.ts';
import { targetOf } from './targets.ts';

type Projects = Record<string, ProjectConfiguration>;

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
  const { preset, directory, experiments } = overview;
  const root = preset === undefined ? directory : runsDirectory(overview);
  const task = overviewTask(overview);
  const { project: name } = task;
  const compared = experiments.map(projectName);
  return {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:overview', `pipeline:${name}`, ...(preset === undefined ? [] : [`preset:${preset}`])],
      implicitDependencies: compared,
      metadata: { technologies: ['vestige'], description: `The overview ${name} of ${compared.join(', ')}` },
      targets: { report: targetOf(task, overviewInputs(overview, task), packages) },
    },
  };
}
