import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pageOf, type StageTask, type Whole } from '@vestige/experiment';
import { reportBeside } from '../reportBeside.ts';
import { checkpointsFolder, pretrainedFolder, trainedPolicies } from '../stages/shared/checkpoints.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS } from '../workspace.ts';
import type { Input, TypedTask } from './expect.ts';

/** How a command line names what it works on. */
export interface Named {
  /** Name or path, as it was typed. */
  readonly named: string;
  readonly backend?: string | undefined;
}

const CHECKPOINT = ['config.json', 'tokenizer.json', 'model.safetensors'];

/** A task as one types it: the command lines that do it, and what it reads of earlier tasks. */
export function typedTask(task: StageTask, by: Named): TypedTask {
  const typed = (other: StageTask) =>
    typedTask(other, other.whole === task.whole ? by : { ...by, named: wordFor(other.whole) });
  return {
    ...commandLines(task, by),
    inputs: () => [
      ...task.before().flatMap(({ task: earlier, policies, files }) => {
        const makes = typed(earlier);
        return [
          ...(policies ? policiesOf(earlier, makes) : []),
          ...files.map((file) => inputFile(join(earlier.directory, file), makes)),
        ];
      }),
      ...task.also.flatMap((project) => {
        const report = reportBeside(task.whole, project);
        return report ? [inputFile(pageOf(report), typed(report))] : [];
      }),
    ],
  };
}

/** The word of a command line that stands for an experiment, overview or calibration wherever it is typed. */
export function wordFor({ name, directory }: Omit<Whole, 'preset'>): string {
  if (inWorkspace({ name, directory })) return name;
  const short = shortPath(directory);
  // A name of the workspace goes before a folder that is called the same.
  return existsSync(join(EXPERIMENTS, short)) && !short.startsWith('.') ? resolve(directory) : short;
}

/** All policies that a task has saved. */
function policiesOf({ stage, directory }: StageTask, by: TypedTask): Input[] {
  const filesOf = (folder: string) => CHECKPOINT.map((file) => inputFile(join(folder, file), by));
  if (stage.name === 'pretrain') return filesOf(pretrainedFolder(directory));
  const policies = trainedPolicies(directory);
  return [
    { path: checkpointsFolder(directory), kind: 'folder', present: policies.length > 0, by },
    ...policies.flatMap((policy) => filesOf(policy.directory)),
  ];
}

function inputFile(path: string, by: TypedTask): Input {
  return { path, kind: 'file', present: existsSync(path), by };
}

function commandLines(
  { stage, whole, file, options }: StageTask,
  { named, backend }: Named,
): Pick<TypedTask, 'command' | 'whole'> {
  const { preset } = whole;
  const variant = preset === undefined ? [] : preset === 'quick' ? ['--quick'] : ['--preset', preset];
  const words = options.toReversed().flatMap(([name, value]) => [`--${name}`, value]);
  // Only those of an experiment compute on a backend.
  const hasModel = file === 'experiment.json' || file === 'overview.json';
  const numerics = backend === undefined || !hasModel ? [] : ['--backend', backend];
  // The pipeline knows no file but the one in the folder with the usual name.
  const known = inWorkspace(whole) && (!named.endsWith('.json') || basename(named) === file);
  return {
    command: shellWords(['vestige', stage.name, named, ...variant, ...words, ...numerics]),
    whole: known ? shellWords(['vestige', 'run', named, ...variant, ...numerics]) : undefined,
  };
}

/** Whether it is where the pipeline looks. */
export function inWorkspace({ name, directory }: Omit<Whole, 'preset'>): boolean {
  return resolve(directory) === join(EXPERIMENTS, name);
}
