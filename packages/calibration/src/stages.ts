// As packages/experiment/src/stages.ts, this is hashed into no stage; what may stand here is said there.

import type { Stage } from '@vestige/experiment';
import { SIMULATION_FIELDS } from './options.ts';

/** Stages of a calibration. */
export type CalibrationStageName = 'simulate' | 'report';

/** The stages of a calibration, in order. */
export const CALIBRATION_STAGES: Readonly<Record<CalibrationStageName, Stage<CalibrationStageName>>> = {
  simulate: {
    name: 'simulate',
    description: 'Simulate experiments on a planted policy of a calibration',
    module: 'simulate',
    of: 'policies',
    fields: SIMULATION_FIELDS,
    after: [],
    makes: ['intervals.arrow', 'verdicts.arrow'],
    builds: [],
    packages: ['calibration', 'experiment', 'manifest', 'rollouts'],
    without: {
      packages: ['report'],
      folders: ['packages/calibration/src/report'],
      npm: ['@observablehq/plot'],
    },
    model: false,
  },
  report: {
    name: 'report',
    description: 'Write calibration.html, calibration.md, metrics.json and figures',
    module: 'calibrationReport',
    of: 'whole',
    fields: { allBut: [] },
    after: [{ stage: 'simulate', files: ['verdicts.arrow', 'intervals.arrow'] }],
    hashes: '**/*.arrow',
    makes: ['calibration.html', 'calibration.md', 'figures', 'metrics.json'],
    builds: [],
    packages: ['analysis', 'calibration', 'experiment', 'manifest', 'report', 'rollouts'],
    model: false,
  },
};
