import { isAbsolute, join } from 'node:path';
import {
  BASE,
  baseOf,
  byStage,
  type Experiment,
  experimentTask,
  type Run,
  type StageTask,
  stagesOf,
} from '@vestige/experiment';
import { checkpointsOfPolicy } from '@vestige/language/options';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';
import { experimentInputs } from './fields.ts';
import { codeInputs } from './inputs.ts';
import type { WorkspacePackages } from './packages.ts';

type Inputs = NonNullable<TargetConfiguration['inputs']>;
type Dependencies = NonNullable<TargetConfiguration['dependsOn']>;

/** The targets of a run; without a run, those of an experiment as a whole. */
export function experimentTargets(
  experiment: Experiment,
  run: Run | undefined,
  packages: WorkspacePackages,
): Record<string, TargetConfiguration> {
  const targets = stagesOf(experiment, run?.condition).map((stage) => {
    const task = experimentTask(experiment, stage, run);
    const inputs = [...experimentInputs(experiment, task), ...givenInputs(experiment, task)];
    if (task.stage.model) inputs.push(backendInput(experiment, run?.condition ?? BASE));
    return [stage, targetOf(task, inputs, packages)];
  });
  return Object.fromEntries(targets);
}

/**
 * The target of a task: runs its command, waits for what it comes after, and is run again when an input changes.
 *
 * @param read inputs for what it reads of the files that describe it
 */
export function targetOf(task: StageTask, read: Inputs, packages: WorkspacePackages): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    options: { command: commandOf(task) },
    cache: true,
    dependsOn: dependenciesOf(task),
    inputs: [...read, ...codeInputs(task.stage, packages)],
    outputs: [`{workspaceRoot}/${task.directory}`],
    metadata: { technologies: ['vestige'], description: task.stage.description },
  };
}

/** Nx passes over a target that a project does not have. */
function dependenciesOf(task: StageTask): Dependencies {
  return [
    ...task.stage.builds.map((project) => ({ projects: [project], target: 'build' })),
    ...byStage(task).flatMap(({ after, tasks }): Dependencies => {
      const projects = [...tasks.map(({ project }) => project), ...(after.linked ? task.also : [])];
      if (projects.length === 0) return [];
      const own = projects.every((project) => project === task.project);
      return [own ? after.stage : { projects, target: after.stage }];
    }),
  ];
}

function commandOf({ stage, whole, file, options }: StageTask): string {
  const words = ['node apps/cli/src/main.ts', stage.name, `${whole.directory}/${file}`];
  if (whole.preset !== undefined) words.push('--preset', whole.preset);
  for (const [name, value] of options) words.push(`--${name}`, value);
  return words.join(' ');
}

/** What a task reads of files that others made: questions, and policies. */
function givenInputs({ environment, directory, policies }: Experiment, { stage, run }: StageTask): Inputs {
  const readsQuestions = environment.kind === 'questions' && stage.packages.includes('questions');
  const given = run && policies[run.condition];
  const files = (given ? checkpointsOfPolicy(given) : []).flatMap(({ gguf }) =>
    gguf === undefined ? [] : isAbsolute(gguf) ? gguf : join(directory, gguf),
  );
  return [
    ...(readsQuestions ? [`{workspaceRoot}/${directory}/${environment.file}`] : []),
    ...files.map((file) => ({ runtime: `node tools/pipeline/src/digestInput.ts ${JSON.stringify(file)}` })),
  ];
}

function backendInput(experiment: Experiment, condition: string): Inputs[number] {
  const { width } = baseOf(experiment, condition).model;
  return { runtime: `node tools/pipeline/src/backendInput.ts ${experiment.backend ?? 'wasm'} ${width}` };
}
