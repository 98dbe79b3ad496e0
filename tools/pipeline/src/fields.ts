import {
  BASE,
  baseNameOf,
  COMPARED_FIELDS,
  type Experiment,
  fieldOfCondition,
  isGiven,
  type Overview,
  type StageTask,
  sweptOf,
} from '@vestige/experiment';
import type { TargetConfiguration } from 'nx/src/devkit-exports.js';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Fields that a base may replace. */
const OF_A_BASE = ['environment', 'model', 'pretraining'];

/**
 * What a task reads of the file that describes it. A field that is absent has a hash of its own, so writing it down
 * later counts as an edit.
 *
 * @param fields where they stand, if not all but some are read
 */
export function fieldInputs({ stage, whole, file }: StageTask, fields?: readonly string[]): Inputs {
  const { preset } = whole;
  const json = `{workspaceRoot}/${whole.directory}/${file}`;
  if ('allBut' in stage.fields) {
    const { allBut } = stage.fields;
    const plain = { json, excludeFields: ['$schema', 'presets', ...allBut] };
    if (preset === undefined) return [plain];
    const excludeFields = allBut.map((field) => `presets.${preset}.${field}`);
    return [
      plain,
      { json, fields: [`presets.${preset}`], ...(excludeFields.length > 0 && { excludeFields }) },
    ];
  }
  return [{ json, fields: withPreset(fields ?? stage.fields, preset) }];
}

/** The same of an experiment: a field is looked for where the file has it. */
export function experimentInputs(experiment: Experiment, task: StageTask): Inputs {
  const { fields } = task.stage;
  if ('allBut' in fields) return fieldInputs(task);
  const { run } = task;
  return fieldInputs(
    task,
    run ? fieldsOfRun(experiment, fields, run.condition) : fieldsOfWhole(experiment, fields),
  );
}

/** Of an overview: its own file, and what its page shows of the experiments that it compares. */
export function overviewInputs({ experiments }: Overview, task: StageTask): Inputs {
  return [
    ...fieldInputs(task),
    ...experiments.map(({ directory, preset }) => ({
      json: `{workspaceRoot}/${directory}/experiment.json`,
      fields: withPreset(COMPARED_FIELDS, preset),
    })),
  ];
}

function withPreset(fields: readonly string[], preset: string | undefined): string[] {
  return preset === undefined
    ? [...fields]
    : [...fields, ...fields.map((field) => `presets.${preset}.${field}`)];
}

/** Where a stage of a run finds the fields it reads in the file. */
function fieldsOfRun(experiment: Experiment, fields: readonly string[], condition: string): string[] {
  const own = conditionField(experiment, condition);
  const base = baseNameOf(experiment, condition);
  return fields.flatMap((field) => {
    const named = field.replace('<condition>', own);
    if (base === BASE || !OF_A_BASE.includes(field) || isGiven(experiment, condition)) return [named];
    return [named, `${conditionField(experiment, base)}.${field}`];
  });
}

/** Where a stage of the whole experiment does: other bases are named only if there are any. */
function fieldsOfWhole(experiment: Experiment, fields: readonly string[]): string[] {
  return Object.keys(experiment.bases).some((name) => name !== BASE) ? [...fields, 'bases'] : [...fields];
}

/** Where the file describes a condition: `base`, `bases.<name>`, and so on; a sweep at its origin. */
function conditionField(experiment: Experiment, condition: string): string {
  if (condition === BASE) return BASE;
  return `${fieldOfCondition(experiment, condition)}.${sweptOf(experiment, condition)?.of ?? condition}`;
}

/**
 * Tags for the swept values that decide a run. Nx hashes tags, and the file is no place to hash them from: a
 * value added to the list of a sweep must not train the others again.
 */
export function sweptTags(experiment: Experiment, condition: string): string[] {
  const base = experiment.bases[baseNameOf(experiment, condition)];
  const own = experiment.conditions[condition];
  const tags = [own?.swept, base?.swept].flatMap((swept) =>
    swept ? [`swept:${swept.field}=${JSON.stringify(swept.value)}`] : [],
  );
  return [...new Set(tags)];
}
