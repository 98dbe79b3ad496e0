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
  ablation: { prompts: 8, checkpointPrompts: 4, readaptation: [] },
  analysis: { resamples: 100 },
  presets: { other: { seeds: [1] } },
};

const leaf = { npm: [], workspace: [], options: [] };

/** A package whose options are a module of their own. */
const withOptions = (name: string) => ({
  root: `packages/${name}`,
  npm: ['zod'],
  options: [`packages/${name}/src/options.ts`],
});

/** Packages that depend on each other as those of the workspace do. */
export const PACKAGES: WorkspacePackages = {
  ablation: { ...withOptions('ablation'), workspace: ['environment', 'policy', 'rollouts'] },
  analysis: { ...withOptions('analysis'), workspace: ['ablation', 'rollouts'] },
  calibration: {
    ...withOptions('calibration'),
    workspace: [
      'ablation',
      'analysis',
      'environment',
      'experiment',
      'policy',
      'random',
      'report',
      'rollouts',
    ],
    npm: ['@observablehq/plot', 'zod'],
  },
  environment: { ...leaf, root: 'packages/environment', workspace: ['policy', 'random'], npm: ['zod'] },
  experiment: {
    ...leaf,
    root: 'packages/experiment',
    workspace: ['environment', 'rewards', 'model', 'training', 'ablation', 'analysis'],
    npm: ['zod'],
  },
  kernels: { ...leaf, root: 'packages/kernels', npm: ['@tensorflow/tfjs-core'] },
  model: { ...withOptions('model'), workspace: ['kernels', 'random'] },
  policy: { ...leaf, root: 'packages/policy', workspace: ['random'] },
  random: { ...leaf, root: 'packages/random', npm: ['pure-rand'] },
  report: { ...leaf, root: 'packages/report', workspace: ['ablation', 'analysis'], npm: ['linkedom'] },
  rewards: { ...withOptions('rewards'), workspace: ['environment', 'policy'] },
  rollouts: { ...leaf, root: 'packages/rollouts', npm: ['apache-arrow'] },
  training: { ...withOptions('training'), workspace: ['model', 'policy', 'rewards', 'rollouts'] },
};
