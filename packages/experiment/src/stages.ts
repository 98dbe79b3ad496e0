// What stands here reaches the cache through the targets that derive from it, each stage through its own: the pipeline
// hashes this file into no stage. So it holds descriptions only, and nothing that decides what a stage writes but its
// name and what it comes after.

import type { Stage, StageName } from './stage.ts';

/** The stages of an experiment, in order. */
export const STAGES: Readonly<Record<StageName, Stage<StageName>>> = {
  pretrain: {
    name: 'pretrain',
    description: 'Train a base policy of a seed on demonstrations',
    module: 'pretrain',
    of: 'bases',
    fields: ['backend', 'environment', 'model', 'pretraining'],
    after: [],
    hashes: '**/*',
    makes: ['checkpoint', 'curve.arrow', 'events.out.tfevents.vestige'],
    builds: ['kernels'],
    packages: [
      'environment',
      'experiment',
      'manifest',
      'model',
      'policy',
      'progress',
      'random',
      'rollouts',
      'training',
    ],
    // Of interventions only the names reach it, by the options of another stage.
    without: { packages: [], folders: ['packages/ablation/src/interventions'] },
    model: true,
  },
  train: {
    name: 'train',
    description: 'Train the policy of a condition and seed by reinforcement learning',
    module: 'train',
    of: 'conditions',
    fields: [
      'backend',
      'environment',
      'model',
      'reinforcement',
      '<condition>.rule',
      '<condition>.rewards',
      '<condition>.reinforcement',
    ],
    after: [{ stage: 'pretrain', ofBase: true, policies: true }],
    hashes: '**/*',
    makes: ['checkpoints', 'drift.arrow', 'events.out.tfevents.vestige', 'rollouts.arrow', 'updates.arrow'],
    builds: ['kernels'],
    packages: [
      'environment',
      'experiment',
      'manifest',
      'model',
      'policy',
      'progress',
      'rewards',
      'rollouts',
      'training',
    ],
    // Of interventions only the names reach it, by the options of another stage.
    without: { packages: [], folders: ['packages/ablation/src/interventions'] },
    model: true,
  },
  ablate: {
    name: 'ablate',
    description: 'Run the interventions on the chain of thought of a trained policy',
    module: 'ablate',
    of: 'trained',
    fields: ['backend', 'environment', 'model', '<condition>.rule', 'ablation'],
    after: [
      { stage: 'pretrain', policies: true },
      { stage: 'train', policies: true },
    ],
    hashes: '**/*',
    makes: ['interventions.arrow'],
    builds: ['kernels'],
    packages: [
      'ablation',
      'environment',
      'experiment',
      'manifest',
      'model',
      'policy',
      'progress',
      'rollouts',
      'training',
    ],
    model: true,
  },
  analyze: {
    name: 'analyze',
    description: 'Estimate what the chain of thought still does, over all runs',
    module: 'analyze',
    of: 'whole',
    fields: ['seeds', 'environment', 'reinforcement', 'base', 'conditions', 'policies', 'analysis'],
    after: [
      { stage: 'train', files: ['updates.arrow', 'rollouts.arrow'], drift: true },
      { stage: 'ablate', files: ['interventions.arrow'], filesOfGiven: ['policies.json'] },
    ],
    // It reads tables and no weights.
    hashes: '**/*.{arrow,json}',
    makes: ['analysis.arrow', 'analysis.json'],
    builds: [],
    packages: ['analysis', 'environment', 'experiment', 'manifest', 'questions', 'rollouts'],
    model: false,
  },
  report: {
    name: 'report',
    description: 'Write report.html, report.md, metrics.json and figures',
    module: 'report',
    of: 'whole',
    fields: { allBut: ['checks', 'cluster'] },
    // Its page holds policies, rollouts, and the program that shows them.
    after: [
      { stage: 'analyze', files: ['analysis.json'] },
      { stage: 'train', policies: true, files: ['updates.arrow', 'rollouts.arrow'] },
      { stage: 'ablate', files: ['interventions.arrow'] },
      { stage: 'pretrain', policies: true },
    ],
    hashes: '**/*',
    makes: ['figures', 'metrics.json', 'report.html', 'report.md'],
    builds: ['kernels', 'explorer'],
    packages: [
      'analysis',
      'environment',
      'experiment',
      'explorer',
      'manifest',
      'policy',
      'questions',
      'report',
    ],
    model: false,
  },
};

/** The stage `ablate` of policies that were trained elsewhere: it reads their files, or asks their servers. */
export const ABLATE_GIVEN: Stage<'ablate', StageName> = {
  name: 'ablate',
  description: 'Run the interventions on the chain of thought of a policy that was trained elsewhere',
  module: 'ablateGiven',
  of: 'policies',
  fields: ['seeds', 'environment', 'language', '<condition>', 'ablation'],
  after: [],
  makes: ['interventions.arrow', 'policies.json'],
  builds: [],
  packages: [
    'ablation',
    'environment',
    'experiment',
    'language',
    'manifest',
    'policy',
    'questions',
    'rollouts',
  ],
  model: false,
};

export const STAGE_NAMES = Object.keys(STAGES) as readonly StageName[];

/** The stage of an overview, after those of each experiment that it compares. */
export const OVERVIEW_REPORT: Stage<'report', StageName> = {
  name: 'report',
  description: 'Compare conditions across experiments: overview.html, overview.md, metrics.json, figures',
  module: 'overview',
  of: 'whole',
  fields: { allBut: [] },
  after: [
    { stage: 'analyze', files: ['analysis.json'] },
    { stage: 'report', linked: true },
  ],
  hashes: '**/analysis.json',
  makes: ['figures', 'metrics.json', 'overview.html', 'overview.md'],
  builds: [],
  packages: ['analysis', 'experiment', 'manifest', 'report'],
  model: false,
};

/** Fields of the experiments that an overview compares which its page shows, beside their analyses. */
export const COMPARED_FIELDS = ['title', 'base', 'bases', 'policies', 'conditions'] as const;
