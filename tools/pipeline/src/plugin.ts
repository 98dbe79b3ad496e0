import { basename, dirname, join } from 'node:path';
import { ExperimentError, readJson, resolveExperiment } from '@vestige/experiment';
import type { CreateNodes, ProjectConfiguration } from 'nx/src/devkit-exports.js';
import { brokenProject } from './broken.ts';
import { calibrationProjects, isCalibration } from './calibration.ts';
import { importedProjects, isImported } from './imported.ts';
import { projectsOfOverviewFile } from './overview.ts';
import { readPackages, type WorkspacePackages } from './packages.ts';
import { projectsOf } from './projects.ts';

type Projects = Record<string, ProjectConfiguration>;

export const name = '@vestige/pipeline';

/**
 * Infers the projects of every experiment, overview and calibration, and of imported runs: of the file as it stands, and of
 * each preset in it.
 */
export const createNodes: CreateNodes = [
  'apps/experiments/*/{experiment,overview,calibration,imported}.json',
  (files, _options, { workspaceRoot }) => {
    const packages = readPackages(workspaceRoot);
    return files.map((file) => {
      const infer = basename(file) === 'overview.json' ? projectsOfOverviewFile : projectsOfFile;
      const { projects, mistakes } = infer(workspaceRoot, file, packages);
      for (const mistake of mistakes) console.error(mistake);
      return [file, { projects }];
    });
  },
];

function projectsOfFile(workspaceRoot: string, file: string, packages: WorkspacePackages) {
  const folder = basename(dirname(file));
  const projects: Projects = {};
  const mistakes = new Set<string>();
  const attempt = <T>(preset: string | undefined, act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      mistakes.add(error.message);
      Object.assign(projects, brokenProject(file, folder, preset, error.message));
      return undefined;
    }
  };
  const json = attempt(undefined, () => parse(workspaceRoot, file));
  if (json === undefined) return { projects, mistakes };
  for (const preset of [undefined, ...Object.keys(json.presets ?? {})]) {
    attempt(preset, () => {
      Object.assign(projects, inferred(json, preset, file, packages));
    });
  }
  return { projects, mistakes };
}

function inferred(
  json: unknown,
  preset: string | undefined,
  file: string,
  packages: WorkspacePackages,
): Projects {
  if (isCalibration(file)) return calibrationProjects(json, preset, file, packages);
  if (isImported(file)) return importedProjects(json, preset, file, packages);
  return projectsOf(resolveExperiment(json, preset, file), packages);
}

function parse(workspaceRoot: string, file: string): { presets?: Record<string, unknown> } {
  const json = readJson(file, 'expected a file that can be read', join(workspaceRoot, file));
  return (json as object | null) ?? {};
}
