import { baseNameOf, isBase, projectName, runName, runProjectName, runsOf, stageDirectory } from './runs.ts';
import { BASE, type Experiment } from './schema.ts';
import { settingsOf } from './settings.ts';
import type { After, StageName } from './stage.ts';
import { STAGE_NAMES, STAGES } from './stages.ts';
import type { Before, RunOfStage, StageTask } from './stageTask.ts';

/** A stage of a run; without a run, of the experiment as a whole. */
export function experimentTask(experiment: Experiment, stage: StageName, run?: RunOfStage): StageTask {
  return {
    stage: STAGES[stage],
    whole: experiment,
    file: 'experiment.json',
    project: run
      ? runProjectName(experiment, { name: runName(run.condition, run.seed) })
      : projectName(experiment),
    directory: stageDirectory(experiment, stage, run),
    ...(run && { run: { condition: run.condition, seed: run.seed } }),
    options: run ? optionsOf(stage, run) : [],
    settings: () => settingsOf(experiment, stage, run?.condition),
    before: () => (run ? beforeRun(experiment, stage, run) : beforeWhole(experiment, stage)),
    also: [],
  };
}

/** The stages of a condition's runs, in order; without a condition, those of the experiment as a whole. */
export function stagesOf(experiment: Experiment, condition?: string): StageName[] {
  if (condition === undefined) return STAGE_NAMES.filter((stage) => STAGES[stage].of === 'whole');
  const kind = isBase(experiment, condition) ? 'bases' : 'conditions';
  return STAGE_NAMES.filter((stage) => STAGES[stage].of === 'runs' || STAGES[stage].of === kind);
}

function optionsOf(stage: StageName, { condition, seed }: RunOfStage): StageTask['options'] {
  const policy = stage === 'pretrain' ? 'base' : 'condition';
  const isDefault = stage === 'pretrain' && condition === BASE;
  return [...(isDefault ? [] : [[policy, condition] as const]), ['seed', String(seed)]];
}

function beforeRun(experiment: Experiment, stage: StageName, run: RunOfStage): Before[] {
  return STAGES[stage].after.flatMap((after) => {
    const condition = after.ofBase ? baseNameOf(experiment, run.condition) : run.condition;
    return before(experiment, after, { condition, seed: run.seed });
  });
}

function beforeWhole(experiment: Experiment, stage: StageName): Before[] {
  const inOrder = STAGE_NAMES.flatMap((name) => STAGES[stage].after.filter((after) => after.stage === name));
  return [...runsOf(experiment), undefined].flatMap((run) =>
    inOrder.flatMap((after) => before(experiment, after, run)),
  );
}

/** That of a run, or of the whole; none if it has no such stage. */
function before(
  experiment: Experiment,
  { stage, policies, files = [], drift }: After<StageName>,
  run: RunOfStage | undefined,
): Before[] {
  if (!stagesOf(experiment, run?.condition).includes(stage)) return [];
  const measured = run && experiment.conditions[run.condition]?.reinforcement.drift !== undefined;
  return [
    {
      task: experimentTask(experiment, stage, run),
      policies: policies ?? false,
      files: drift && measured ? [...files, 'drift.arrow'] : files,
    },
  ];
}
