import {
  baseNameOf,
  type Experiment,
  fieldOfCondition,
  projectName,
  type Run,
  runName,
  runProjectName,
  runsDirectory,
  runsOf,
} from '@vestige/experiment';
import type { ProjectConfiguration } from 'nx/src/devkit-exports.js';
import { sweptTags } from './fields.ts';
import type { WorkspacePackages } from './packages.ts';
import { experimentTargets } from './targets.ts';

type Projects = Record<string, ProjectConfiguration>;

/**
 * The Nx projects of one experiment: itself and its runs, by root. Nx hashes the tags and the targets of a project
 * into each of its tasks, so neither may hold anything that another run or the report alone depends on.
 */
export function projectsOf(experiment: Experiment, packages: WorkspacePackages): Projects {
  const root = experiment.preset === undefined ? experiment.directory : runsDirectory(experiment);
  const name = projectName(experiment);
  const runs = runsOf(experiment);
  const projects: Projects = {
    [root]: {
      root,
      name,
      projectType: 'application',
      tags: ['vestige:experiment', `pipeline:${name}`, ...presetTags(experiment)],
      implicitDependencies: runs.map((run) => runProjectName(experiment, run)),
      metadata: {
        technologies: ['vestige'],
        description: `The experiment ${name}: analysis and report of its runs`,
      },
      targets: experimentTargets(experiment, undefined, packages),
    },
  };
  for (const run of runs) {
    const runRoot = `${runsDirectory(experiment)}/${run.name}`;
    const { condition } = run;
    const trainedFrom = experiment.conditions[condition] ? [baseProjectName(experiment, run)] : [];
    const policy = `${POLICIES[fieldOfCondition(experiment, condition)]} ${condition}`;
    projects[runRoot] = {
      root: runRoot,
      name: runProjectName(experiment, run),
      projectType: 'application',
      tags: [
        'vestige:run',
        `pipeline:${name}`,
        `experiment:${experiment.name}`,
        ...presetTags(experiment),
        `condition:${run.condition}`,
        `seed:${run.seed}`,
        ...sweptTags(experiment, run.condition),
      ],
      implicitDependencies: ['cli', ...trainedFrom],
      metadata: {
        technologies: ['vestige'],
        description: `Run of the experiment ${name}: ${policy}, seed ${run.seed}`,
      },
      targets: experimentTargets(experiment, run, packages),
    };
  }
  return projects;
}

/** What a run is of, in words. */
const POLICIES = {
  bases: 'the pretrained policy',
  policies: 'the policy',
  conditions: 'the condition',
} as const;

/** Name of the project that pretrains the policy a run starts from. */
function baseProjectName(experiment: Experiment, { condition, seed }: Run): string {
  return runProjectName(experiment, { name: runName(baseNameOf(experiment, condition), seed) });
}

function presetTags({ preset }: Experiment): string[] {
  return preset === undefined ? [] : [`preset:${preset}`];
}
