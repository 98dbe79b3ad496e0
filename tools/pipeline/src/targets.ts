import {
  BASE,
  baseNameOf,
  type Experiment,
  isBase,
  type Run,
  runName,
  runProjectName,
  runsOf,
  type Stage,
  stageDirectory,
} from '@vestige/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { inputsOf } from './inputs.ts';
import type { WorkspacePackages } from './packages.ts';
import { READS } from './stages.ts';

type Dependencies = NonNullable<TargetConfiguration['dependsOn']>;

/** Name of the project that pretrains the policy a run starts from. */
export function baseProjectName(experiment: Experiment, run: Pick<Run, 'condition' | 'seed'>): string {
  const base = baseNameOf(experiment, run.condition);
  return runProjectName(experiment, { name: runName(base, run.seed) });
}

/** The targets of one run. */
export function runTargets(
  experiment: Experiment,
  run: Run,
  packages: WorkspacePackages,
): Record<string, TargetConfiguration> {
  const target = (stage: Stage, dependsOn: Dependencies) =>
    stageTarget(experiment, stage, run, dependsOn, packages);
  if (isBase(experiment, run.condition)) {
    return { pretrain: target('pretrain', []), ablate: target('ablate', ['pretrain']) };
  }
  return {
    train: target('train', [{ projects: [baseProjectName(experiment, run)], target: 'pretrain' }]),
    ablate: target('ablate', ['train']),
  };
}

/** The targets of an experiment as a whole. */
export function experimentTargets(
  experiment: Experiment,
  packages: WorkspacePackages,
): Record<string, TargetConfiguration> {
  const runs = runsOf(experiment);
  const trained = runs.filter(({ condition }) => !isBase(experiment, condition));
  const names = (some: readonly Run[]) => some.map((run) => runProjectName(experiment, run));
  const target = (stage: Stage, dependsOn: Dependencies) =>
    stageTarget(experiment, stage, undefined, dependsOn, packages);
  const pretrained = runs.filter(({ condition }) => isBase(experiment, condition));
  const tables: Dependencies = [
    { projects: names(trained), target: 'train' },
    { projects: names(runs), target: 'ablate' },
  ];
  return {
    analyze: target('analyze', tables),
    // Its page holds policies and rollouts.
    report: target('report', ['analyze', ...tables, { projects: names(pretrained), target: 'pretrain' }]),
  };
}

function stageTarget(
  experiment: Experiment,
  stage: Stage,
  run: Run | undefined,
  dependsOn: Dependencies,
  packages: WorkspacePackages,
): TargetConfiguration {
  // Nx passes over a target that a project does not have.
  const builds = READS[stage].builds.map((project) => ({ projects: [project], target: 'build' }));
  return {
    executor: 'nx:run-commands',
    options: { command: commandOf(experiment, stage, run) },
    cache: true,
    dependsOn: [...builds, ...dependsOn],
    inputs: inputsOf(experiment, stage, run?.condition, packages),
    outputs: [`{workspaceRoot}/${stageDirectory(experiment, stage, run)}`],
    metadata: { technologies: ['vestige'], description: DESCRIPTIONS[stage] },
  };
}

const DESCRIPTIONS: Readonly<Record<Stage, string>> = {
  pretrain: 'Trains the base policy on demonstrations',
  train: 'Trains the policy by reinforcement learning from the base of the same seed',
  ablate: 'Runs the interventions on the chain of thought',
  analyze: 'Estimates what the chain of thought still does, over all runs',
  report: 'Writes report.html, report.md, metrics.json and figures',
};

function commandOf(experiment: Experiment, stage: Stage, run: Run | undefined): string {
  const words = ['node apps/cli/src/main.ts', stage, `${experiment.directory}/experiment.json`];
  if (experiment.preset !== undefined) words.push('--preset', experiment.preset);
  if (run && stage !== 'pretrain') words.push('--condition', run.condition);
  if (run && stage === 'pretrain' && run.condition !== BASE) words.push('--base', run.condition);
  if (run) words.push('--seed', String(run.seed));
  return words.join(' ');
}
