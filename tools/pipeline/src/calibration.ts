import { basename, dirname } from 'node:path';
import { CALIBRATION_FILE, calibrationRuns, resolveCalibration } from '@vestige/calibration/file';
import { calibrationTask, simulationTask } from '@vestige/calibration/tasks';
import type { StageTask } from '@vestige/experiment';
import type { ProjectConfiguration } from 'nx/src/devkit-exports.js';
import { fieldInputs } from './fields.ts';
import type { WorkspacePackages } from './packages.ts';
import { targetOf } from './targets.ts';

/** File name of a calibration, as the plugin's glob has it. */
export const isCalibration = (file: string) => basename(file) === CALIBRATION_FILE;

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
  const report = calibrationTask(calibration);
  const { project: name } = report;
  const runs = calibrationRuns(calibration);
  const tags = preset === undefined ? [] : [`preset:${preset}`];
  const simulations = calibration.policies.map((policy) => simulationTask(calibration, policy));
  const target = (task: StageTask) => targetOf(task, fieldInputs(task), packages);
  const root = preset === undefined ? dirname(file) : runs.replace(/\/$/, '');
  const projects: Record<string, ProjectConfiguration> = {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:calibration', `pipeline:${name}`, ...tags],
      implicitDependencies: simulations.map(({ project }) => project),
      metadata: { technologies: ['vestige'], description: `The calibration ${name}: its report` },
      targets: { report: target(report) },
    },
  };
  for (const task of simulations) {
    const policy = task.run!.condition;
    const policyRoot = `${runs.replace(/\/$/, '')}/${policy}`;
    projects[policyRoot] = {
      root: policyRoot,
      name: task.project,
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
      targets: { simulate: target(task) },
    };
  }
  return projects;
}
