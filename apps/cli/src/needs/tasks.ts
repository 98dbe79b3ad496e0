import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { CALIBRATION_FILE, calibrationDirectory } from '@vestige/calibration/file';
import type { Calibration, SimulatedName } from '@vestige/calibration/options';
import {
  BASE,
  baseNameOf,
  type Experiment,
  isBase,
  type Overview,
  reportDirectoryOf,
  runsOf,
  type Stage,
  stageDirectory,
} from '@vestige/experiment';
import { besideOverview } from '../overviews.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS } from '../workspace.ts';
import type { Input, Task } from './expect.ts';

/** How a command line names what it works on. */
export interface Named {
  /** Name or path, as it was typed. */
  readonly named: string;
  readonly backend?: string | undefined;
}

type RunOfTask = { readonly condition: string; readonly seed: number };

const CHECKPOINT = ['config.json', 'tokenizer.json', 'model.safetensors'];

/** A stage of an experiment; `run` is absent for those of the experiment as a whole. */
export function stageTask(experiment: Experiment, stage: Stage, run: RunOfTask | undefined, by: Named): Task {
  const words: string[] = [];
  if (run) words.push('--seed', String(run.seed));
  if (run && stage !== 'pretrain') words.push('--condition', run.condition);
  if (run && stage === 'pretrain' && run.condition !== BASE) words.push('--base', run.condition);
  return {
    ...commandLines(stage, experiment, by, words),
    inputs: () => {
      const task = (earlier: Stage, one?: RunOfTask) => stageTask(experiment, earlier, one, by);
      if (stage === 'pretrain') return [];
      if (stage === 'train') return basePolicy(experiment, run!, task);
      if (stage === 'ablate') return policies(experiment, run!, task);
      const tables = runsOf(experiment).flatMap((one) => [
        ...(stage === 'report' ? policies(experiment, one, task) : []),
        ...tablesOf(experiment, one, stage, task),
      ]);
      if (stage === 'analyze') return tables;
      return [
        ...tables,
        inputFile(join(stageDirectory(experiment, 'analyze'), 'analysis.json'), task('analyze')),
      ];
    },
  };
}

/** The report of an overview. */
export function overviewTask(overview: Overview, by: Named): Task {
  return {
    ...commandLines('report', overview, by),
    inputs: () => [
      ...overview.experiments.map((experiment) =>
        inputFile(
          join(stageDirectory(experiment, 'analyze'), 'analysis.json'),
          stageTask(experiment, 'analyze', undefined, { ...by, named: wordFor(experiment) }),
        ),
      ),
      ...overview.also.flatMap((project) => pageBeside(overview, project, by)),
    ],
  };
}

/** The simulations of a planted policy. */
export function simulationTask(calibration: Calibration, policy: SimulatedName, { named }: Named): Task {
  return { ...commandLines('simulate', calibration, { named }, ['--policy', policy]), inputs: () => [] };
}

/** The report of a calibration. */
export function calibrationTask(calibration: Calibration, { named }: Named): Task {
  return {
    ...commandLines('report', calibration, { named }),
    inputs: () =>
      calibration.policies.flatMap((policy) => {
        const by = simulationTask(calibration, policy, { named });
        const directory = calibrationDirectory(calibration, 'simulate', policy);
        return ['verdicts.arrow', 'intervals.arrow'].map((file) => inputFile(join(directory, file), by));
      }),
  };
}

/** The word of a command line that stands for an experiment, overview or calibration wherever it is typed. */
export function wordFor({ name, directory }: Pick<Experiment, 'name' | 'directory'>): string {
  if (inWorkspace({ name, directory })) return name;
  const short = shortPath(directory);
  // A name of the workspace goes before a folder that is called the same.
  return existsSync(join(EXPERIMENTS, short)) && !short.startsWith('.') ? resolve(directory) : short;
}

type TaskOf = (stage: Stage, run?: RunOfTask) => Task;

function tablesOf(experiment: Experiment, run: RunOfTask, stage: Stage, task: TaskOf): Input[] {
  const drift =
    experiment.conditions[run.condition]?.reinforcement.drift !== undefined && stage === 'analyze';
  const trained = isBase(experiment, run.condition)
    ? []
    : ['updates.arrow', 'rollouts.arrow', ...(drift ? ['drift.arrow'] : [])];
  return [
    ...trained.map((file) =>
      inputFile(join(stageDirectory(experiment, 'train', run), file), task('train', run)),
    ),
    inputFile(join(stageDirectory(experiment, 'ablate', run), 'interventions.arrow'), task('ablate', run)),
  ];
}

/** The pretrained policy that a run starts from, or is. */
function basePolicy(experiment: Experiment, { condition, seed }: RunOfTask, task: TaskOf): Input[] {
  const base = { condition: baseNameOf(experiment, condition), seed };
  const directory = join(stageDirectory(experiment, 'pretrain', base), 'checkpoint');
  return CHECKPOINT.map((file) => inputFile(join(directory, file), task('pretrain', base)));
}

/** All saved policies of a run. */
function policies(experiment: Experiment, run: RunOfTask, task: TaskOf): Input[] {
  if (isBase(experiment, run.condition)) return basePolicy(experiment, run, task);
  const path = join(stageDirectory(experiment, 'train', run), 'checkpoints');
  const steps = existsSync(path) ? readdirSync(path).filter((name) => /^step-\d+$/.test(name)) : [];
  const by = task('train', run);
  return [
    { path, kind: 'folder', present: steps.length > 0, by },
    ...steps.flatMap((step) => CHECKPOINT.map((file) => inputFile(join(path, step, file), by))),
  ];
}

/** The page of a further project that an overview links; none if there is no file to know it from. */
function pageBeside(overview: Overview, project: string, by: Named): Input[] {
  const beside = besideOverview(overview, project);
  if (!beside) return [];
  const page = (name: string, task: Task) => [
    inputFile(join(reportDirectoryOf(overview, project), name), task),
  ];
  if ('calibration' in beside) {
    const { calibration } = beside;
    return page('calibration.html', calibrationTask(calibration, { named: wordFor(calibration) }));
  }
  if ('overview' in beside) {
    return page('overview.html', overviewTask(beside.overview, { ...by, named: wordFor(beside.overview) }));
  }
  const { experiment } = beside;
  return page(
    'report.html',
    stageTask(experiment, 'report', undefined, { ...by, named: wordFor(experiment) }),
  );
}

function inputFile(path: string, by: Task): Input {
  return { path, kind: 'file', present: existsSync(path), by };
}

function commandLines(
  command: string,
  one: Pick<Experiment, 'name' | 'directory' | 'preset'>,
  { named, backend }: Named,
  words: readonly string[] = [],
): Pick<Task, 'command' | 'whole'> {
  const { preset } = one;
  const variant = preset === undefined ? [] : preset === 'quick' ? ['--quick'] : ['--preset', preset];
  const numerics = backend === undefined ? [] : ['--backend', backend];
  const whole = inWorkspace(one) && isItsFile(named) ? ['run', named, ...variant, ...numerics] : undefined;
  return {
    command: shellWords(['vestige', command, named, ...variant, ...words, ...numerics]),
    whole: whole && shellWords(['vestige', ...whole]),
  };
}

/** The pipeline knows no file but the one in the folder with the usual name. */
function isItsFile(named: string): boolean {
  return (
    !named.endsWith('.json') ||
    ['experiment.json', 'overview.json', CALIBRATION_FILE].includes(basename(named))
  );
}

/** Whether it is where the pipeline looks. */
export function inWorkspace({ name, directory }: Pick<Experiment, 'name' | 'directory'>): boolean {
  return resolve(directory) === join(EXPERIMENTS, name);
}
