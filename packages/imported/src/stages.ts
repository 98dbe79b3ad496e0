// As packages/experiment/src/stages.ts, this is hashed into no stage; what may stand here is said there.

import type { Stage } from '@vestige/experiment';

/** Stages of imported runs. */
export type ImportedStageName = 'convert' | 'analyze' | 'report';

/** The stages of imported runs, in order. */
export const IMPORTED_STAGES: Readonly<Record<ImportedStageName, Stage<ImportedStageName>>> = {
  convert: {
    name: 'convert',
    description: 'Convert the rollouts that a trainer left behind into tables',
    module: 'convert',
    of: 'runs',
    fields: ['runs.<run>'],
    after: [],
    makes: ['account.json', 'rollouts'],
    builds: [],
    packages: ['experiment', 'imported', 'manifest', 'trainers'],
    npm: ['piscina'],
    without: { packages: ['report'], folders: ['packages/imported/src/report'] },
    model: false,
  },
  analyze: {
    name: 'analyze',
    description: 'Find what the rollouts reinforced',
    module: 'analyzeImported',
    of: 'whole',
    fields: ['runs', 'reinforcement', 'seed'],
    after: [{ stage: 'convert', files: ['account.json'] }],
    hashes: '**/*.{arrow,json}',
    makes: ['reinforcement.json'],
    builds: [],
    packages: ['experiment', 'imported', 'manifest', 'reinforcement', 'rollouts'],
    without: { packages: ['report'], folders: ['packages/imported/src/report'] },
    model: false,
  },
  report: {
    name: 'report',
    description: 'Write rollouts.html, rollouts.md, metrics.json and figures',
    module: 'importedReport',
    of: 'whole',
    fields: { allBut: [] },
    after: [
      { stage: 'analyze', files: ['reinforcement.json'] },
      { stage: 'convert', files: ['account.json'] },
    ],
    hashes: '**/*.{arrow,json}',
    makes: ['figures', 'metrics.json', 'rollouts.html', 'rollouts.md'],
    // The page is served beside the report.
    builds: ['rollouts-page'],
    packages: ['analysis', 'experiment', 'imported', 'manifest', 'report', 'rollouts'],
    model: false,
  },
};
