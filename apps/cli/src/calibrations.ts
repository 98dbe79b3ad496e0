import { loadCalibration } from '@vestige/calibration/file';
import type { Calibration } from '@vestige/calibration/options';
import { calibrationFile } from './experiments.ts';
import { type ExperimentArguments, presetOf } from './options.ts';

/**
 * The calibration that the arguments name; undefined if they name none.
 *
 * @throws {ExperimentError} if its file has a mistake
 */
export function calibrationOf(
  args: Pick<ExperimentArguments, 'experiment' | 'preset' | 'quick'>,
): Calibration | undefined {
  const file = calibrationFile(args.experiment);
  return file === undefined ? undefined : loadCalibration(file, presetOf(args));
}
