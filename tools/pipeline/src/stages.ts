import { BASE, type Stage } from '@vestige/experiment';

/** What a stage reads besides the Node version. */
export interface StageReads {
  /** Fields of the experiment; `<condition>` is that of the run. `all`: everything but other presets. */
  readonly fields: readonly string[] | 'all';
  /** Workspace packages that its entry imports. */
  readonly packages: readonly string[];
  /** Whether it computes with the model, so with the kernels, on a backend. */
  readonly model: boolean;
  /** Which files of the tasks right before it. */
  readonly upstream: string;
}

/** The table that decides what an edit re-runs. Keep it in step with the stages of the CLI. */
export const READS: Readonly<Record<Stage, StageReads>> = {
  pretrain: {
    fields: ['environment', 'model', 'pretraining'],
    packages: ['experiment', 'environment', 'model', 'training', 'rollouts'],
    model: true,
    upstream: '**/*',
  },
  train: {
    fields: [
      'environment',
      'model',
      'reinforcement',
      '<condition>.rule',
      '<condition>.rewards',
      '<condition>.reinforcement',
    ],
    packages: ['experiment', 'environment', 'model', 'training', 'rollouts', 'rewards'],
    model: true,
    upstream: '**/*',
  },
  ablate: {
    fields: ['environment', 'model', '<condition>.rule', 'ablation'],
    packages: ['experiment', 'environment', 'model', 'ablation', 'rollouts'],
    model: true,
    upstream: '**/*',
  },
  analyze: {
    fields: ['seeds', 'environment', 'reinforcement', 'base', 'conditions', 'analysis'],
    packages: ['experiment', 'environment', 'analysis', 'rollouts'],
    model: false,
    // It reads tables and no weights.
    upstream: '**/*.{arrow,json}',
  },
  report: {
    fields: 'all',
    packages: ['experiment', 'report', 'analysis'],
    model: false,
    upstream: '**/*',
  },
};

/** Where the experiment describes a condition: `base`, or `conditions.<name>`. */
export function conditionField(condition: string): string {
  return condition === BASE ? BASE : `conditions.${condition}`;
}
