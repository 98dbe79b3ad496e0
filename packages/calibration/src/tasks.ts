import type { StageTask } from '@vestige/experiment';
import { CALIBRATION_FILE, calibrationDirectory, calibrationProject } from './load.ts';
import { type Calibration, simulationOptionsOf } from './options.ts';
import type { SimulatedName } from './policies.ts';
import { CALIBRATION_STAGES } from './stages.ts';

export { CALIBRATION_STAGES, type CalibrationStageName } from './stages.ts';

/** The simulations of a planted policy, or contrast of two. */
export function simulationTask(calibration: Calibration, policy: SimulatedName): StageTask {
  const settings = simulationOptionsOf(calibration);
  return {
    stage: CALIBRATION_STAGES.simulate,
    whole: calibration,
    file: CALIBRATION_FILE,
    project: `${calibrationProject(calibration)}-${policy}`,
    directory: calibrationDirectory(calibration, 'simulate', policy),
    run: { condition: policy, seed: settings.seed },
    options: [['policy', policy]],
    settings: () => settings,
    before: () => [],
    also: [],
  };
}

/** The report of a calibration. */
export function calibrationTask(calibration: Calibration): StageTask {
  const { directory: _, preset, ...settings } = calibration;
  const project = calibrationProject(calibration);
  return {
    stage: CALIBRATION_STAGES.report,
    whole: calibration,
    file: CALIBRATION_FILE,
    project,
    directory: calibrationDirectory(calibration, 'report'),
    options: [],
    settings: () => ({ project, ...settings }),
    before: () =>
      CALIBRATION_STAGES.report.after.flatMap(({ files = [] }) =>
        calibration.policies.map((policy) => ({
          task: simulationTask(calibration, policy),
          policies: false,
          files,
        })),
      ),
    also: [],
  };
}
