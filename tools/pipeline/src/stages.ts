import { BASE, baseNameOf, type Experiment, type Stage } from '@vestige/experiment';

/** What a stage reads besides the Node version. */
export interface StageReads {
  /** Fields of the experiment; `<condition>` is that of the run. `all`: everything but other presets and checks. */
  readonly fields: readonly string[] | 'all';
  /** Workspace packages that its entry imports. */
  readonly packages: readonly string[];
  /** Whether it computes with the model on a backend. */
  readonly model: boolean;
  /** Projects that have to be built before. */
  readonly builds: readonly string[];
  /** Which files of the tasks right before it. */
  readonly upstream: string;
}

/** The table that decides what an edit re-runs. Keep it in step with the stages of the CLI. */
export const READS: Readonly<Record<Stage, StageReads>> = {
  pretrain: {
    fields: ['backend', 'environment', 'model', 'pretraining'],
    packages: ['experiment', 'environment', 'model', 'training', 'rollouts'],
    model: true,
    builds: ['kernels'],
    upstream: '**/*',
  },
  train: {
    fields: [
      'backend',
      'environment',
      'model',
      'reinforcement',
      '<condition>.rule',
      '<condition>.rewards',
      '<condition>.reinforcement',
    ],
    packages: ['experiment', 'environment', 'model', 'training', 'rollouts', 'rewards'],
    model: true,
    builds: ['kernels'],
    upstream: '**/*',
  },
  ablate: {
    fields: ['backend', 'environment', 'model', '<condition>.rule', 'ablation'],
    packages: ['experiment', 'environment', 'model', 'ablation', 'rollouts'],
    model: true,
    builds: ['kernels'],
    upstream: '**/*',
  },
  analyze: {
    fields: ['seeds', 'environment', 'reinforcement', 'base', 'conditions', 'analysis'],
    packages: ['experiment', 'environment', 'analysis', 'rollouts'],
    model: false,
    builds: [],
    // It reads tables and no weights.
    upstream: '**/*.{arrow,json}',
  },
  report: {
    fields: 'all',
    packages: ['experiment', 'report', 'analysis', 'explorer'],
    model: false,
    // The page holds both.
    builds: ['kernels', 'explorer'],
    upstream: '**/*',
  },
};

/** Fields that a base may replace. */
const OF_A_BASE = ['environment', 'model', 'pretraining'];

/** Where a stage of a run finds the fields it reads in the file. */
export function fieldsOfRun(experiment: Experiment, fields: readonly string[], condition: string): string[] {
  const own = conditionField(experiment, condition);
  const base = baseNameOf(experiment, condition);
  return fields.flatMap((field) => {
    const named = field.replace('<condition>', own);
    if (base === BASE || !OF_A_BASE.includes(field)) return [named];
    return [named, `${conditionField(experiment, base)}.${field}`];
  });
}

/** Where a stage of the whole experiment does: other bases are named only if there are any. */
export function fieldsOfWhole(experiment: Experiment, fields: readonly string[]): string[] {
  return Object.keys(experiment.bases).length > 1 ? [...fields, 'bases'] : [...fields];
}

/** Where the file describes a condition: `base`, `bases.<name>` or `conditions.<name>`; a sweep at its origin. */
function conditionField({ bases, conditions }: Experiment, condition: string): string {
  if (condition === BASE) return BASE;
  const field = Object.hasOwn(bases, condition) ? 'bases' : 'conditions';
  const { swept } = bases[condition] ?? conditions[condition]!;
  return `${field}.${swept?.of ?? condition}`;
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
