import { basename, dirname, join } from 'node:path';
import type { StageTask } from '@vestige/experiment';
import { IMPORTED_FILE, importedRuns, resolveImported, sourceOf } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { convertTask, importedTask } from '@vestige/imported/tasks';
import type { ProjectConfiguration, TargetConfiguration } from 'nx/src/devkit-exports.js';
import { fieldInputs } from './fields.ts';
import type { WorkspacePackages } from './packages.ts';
import { targetOf } from './targets.ts';

/** File name of imported runs, as the plugin's glob has it. */
export const isImported = (file: string) => basename(file) === IMPORTED_FILE;

/** The Nx projects of imported runs: all of them together, and each, which is converted alone. */
export function importedProjects(
  json: unknown,
  preset: string | undefined,
  file: string,
  packages: WorkspacePackages,
): Record<string, ProjectConfiguration> {
  const imported = resolveImported(json, preset, file);
  const runs = importedRuns(imported).replace(/\/$/, '');
  const tags = preset === undefined ? [] : [`preset:${preset}`];
  const whole = (['analyze', 'report'] as const).map((stage) => importedTask(imported, stage));
  const conversions = Object.keys(imported.runs).map((run) => convertTask(imported, run));
  const { project: name } = whole[0]!;
  const root = preset === undefined ? dirname(file) : runs;
  const projects: Record<string, ProjectConfiguration> = {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:imported', `pipeline:${name}`, ...tags],
      implicitDependencies: conversions.map(({ project }) => project),
      metadata: { technologies: ['vestige'], description: `The imported runs ${name}: what they reinforced` },
      targets: Object.fromEntries(
        whole.map((task) => [task.stage.name, targetOf(task, fieldInputs(task), packages)]),
      ),
    },
  };
  for (const task of conversions) {
    const run = task.run!.condition;
    const runRoot = `${runs}/${run}`;
    projects[runRoot] = {
      root: runRoot,
      name: task.project,
      projectType: 'application',
      tags: ['vestige:imported-run', `pipeline:${name}`, ...tags, `run:${run}`],
      implicitDependencies: ['cli'],
      metadata: { technologies: ['vestige'], description: `The run ${run} of the imported runs ${name}` },
      targets: { convert: targetOf(task, convertInputs(imported, task, run), packages) },
    };
  }
  return projects;
}

/** What it reads of the file, and what the trainer left behind. */
function convertInputs(
  imported: Imported,
  task: StageTask,
  run: string,
): TargetConfiguration['inputs'] & object {
  const { from, map } = imported.runs[run]!;
  const seen = join(importedRuns(imported), run, 'sources.sha256');
  const source = JSON.stringify({ path: sourceOf(imported, run), from, map, seen });
  const word = Buffer.from(source).toString('base64url');
  return [
    ...fieldInputs(task, [`runs.${run}`]),
    { runtime: `node tools/pipeline/src/digestSources.ts ${word}` },
  ];
}
