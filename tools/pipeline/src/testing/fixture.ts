import type { WorkspacePackages } from '../packages.ts';

/** A small experiment file: one seed, two conditions, a preset with another seed. */
export const FILE = {
  name: 'tiny',
  title: 'A tiny experiment',
  seeds: [0],
  environment: { kind: 'loan' },
  model: { width: 8, layers: 1, heads: 1 },
  pretraining: { steps: 4, batch: 8, warmup: 1 },
  reinforcement: {
    steps: 4,
    minimumSteps: 4,
    batch: 8,
    warmup: 1,
    evaluateEvery: 2,
    evaluationPrompts: 8,
  },
  base: { rule: 'factors' },
  conditions: { biased: { rule: 'nationality' }, fair: { rule: 'factors' } },
  ablation: { prompts: 8, checkpointPrompts: 4 },
  analysis: { resamples: 100 },
  presets: { other: { seeds: [1] } },
};

const leaf = { npm: [], workspace: [], hasOptions: false };

/** Packages that depend on each other as those of the workspace do. */
export const PACKAGES: WorkspacePackages = {
  ablation: { root: 'packages/ablation', workspace: ['model', 'rollouts'], npm: ['zod'], hasOptions: true },
  analysis: { root: 'packages/analysis', workspace: ['rollouts'], npm: ['zod'], hasOptions: true },
  environment: { ...leaf, root: 'packages/environment', workspace: ['random'], npm: ['zod'] },
  experiment: {
    root: 'packages/experiment',
    workspace: ['environment', 'rewards', 'model', 'training', 'ablation', 'analysis'],
    npm: ['zod'],
    hasOptions: false,
  },
  kernels: { ...leaf, root: 'packages/kernels', npm: ['@tensorflow/tfjs-core'] },
  model: { root: 'packages/model', workspace: ['kernels', 'random'], npm: ['zod'], hasOptions: true },
  random: { ...leaf, root: 'packages/random', npm: ['pure-rand'] },
  report: { ...leaf, root: 'packages/report', workspace: ['analysis'], npm: ['linkedom'] },
  rewards: { root: 'packages/rewards', workspace: ['environment'], npm: ['zod'], hasOptions: true },
  rollouts: { ...leaf, root: 'packages/rollouts', npm: ['apache-arrow'] },
  training: {
    root: 'packages/training',
    workspace: ['model', 'rewards', 'rollouts'],
    npm: ['zod'],
    hasOptions: true,
  },
};
