import {
  baseNameOf,
  fieldOfCondition,
  isGiven,
  projectName,
  runName,
  runProjectName,
  runsOf,
  stageDirectory,
} from './runs.ts';
import { BASE, type Experiment } from './schema.ts';
import { settingsOf } from './settings.ts';
import type { After, Stage, StageName } from './stage.ts';
import { ABLATE_GIVEN, STAGE_NAMES, STAGES } from './stages.ts';
import type { Before, RunOfStage, StageTask } from './stageTask.ts';

/** A stage of a run; without a run, of the experiment as a whole. */
export function experimentTask(experiment: Experiment, stage: StageName, run?: RunOfStage): StageTask {
  return {
    stage: stageOf(experiment, stage, run?.condition),
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
  const kind = fieldOfCondition(experiment, condition);
  if (kind === 'policies') return [ABLATE_GIVEN.name];
  return STAGE_NAMES.filter((stage) => STAGES[stage].of === 'trained' || STAGES[stage].of === kind);
}

/** What is said of a stage of a condition; without one, of the experiment as a whole. */
function stageOf(experiment: Experiment, stage: StageName, condition: string | undefined): Stage<StageName> {
  const given = stage === ABLATE_GIVEN.name && condition !== undefined && isGiven(experiment, condition);
  return given ? ABLATE_GIVEN : STAGES[stage];
}

function optionsOf(stage: StageName, { condition, seed }: RunOfStage): StageTask['options'] {
  const policy = stage === 'pretrain' ? 'base' : 'condition';
  const isDefault = stage === 'pretrain' && condition === BASE;
  return [...(isDefault ? [] : [[policy, condition] as const]), ['seed', String(seed)]];
}

function beforeRun(experiment: Experiment, stage: StageName, run: RunOfStage): Before[] {
  return stageOf(experiment, stage, run.condition).after.flatMap((after) => {
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
  { stage, policies, files = [], filesOfGiven = [], drift }: After<StageName>,
  run: RunOfStage | undefined,
): Before[] {
  if (!stagesOf(experiment, run?.condition).includes(stage)) return [];
  const measured = run && experiment.conditions[run.condition]?.reinforcement.drift !== undefined;
  const given = run && isGiven(experiment, run.condition);
  return [
    {
      task: experimentTask(experiment, stage, run),
      policies: policies ?? false,
      files: [...files, ...(drift && measured ? ['drift.arrow'] : []), ...(given ? filesOfGiven : [])],
    },
  ];
}
