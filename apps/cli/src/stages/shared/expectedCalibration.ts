import { calibrationDirectory, calibrationProject } from '@vestige/calibration/file';
import { type Calibration, type SimulatedName, simulationOptionsOf } from '@vestige/calibration/options';
import type { ExpectedStage } from '@vestige/manifest';

/** The simulations of a planted policy, or contrast of two. */
export function expectedSimulation(calibration: Calibration, policy: SimulatedName): ExpectedStage {
  const settings = simulationOptionsOf(calibration);
  return {
    directory: calibrationDirectory(calibration, 'simulate', policy),
    making: { stage: 'simulate', settings, condition: policy, seed: settings.seed },
    upstream: [],
  };
}

/** The report of a calibration. */
export function expectedCalibration(calibration: Calibration): ExpectedStage {
  const { directory: _, preset, ...settings } = calibration;
  return {
    directory: calibrationDirectory(calibration, 'report'),
    making: { stage: 'report', settings: { project: calibrationProject(calibration), ...settings } },
    upstream: calibration.policies.map((policy) => expectedSimulation(calibration, policy)),
  };
}
