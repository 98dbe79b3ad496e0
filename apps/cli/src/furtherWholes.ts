import type { Calibration } from '@vestige/calibration/options';
import { calibrationTask, simulationTask } from '@vestige/calibration/tasks';
import type { StageTask } from '@vestige/experiment';
import type { Imported } from '@vestige/imported/options';
import { convertTask, importedTask } from '@vestige/imported/tasks';
import { calibrationOf } from './calibrations.ts';
import { importedOf } from './imports.ts';
import type { ExperimentArguments } from './options.ts';

/** A calibration, or imported runs: what has a report and is neither an experiment nor an overview. */
export type FurtherWhole = Tasks &
  (
    | { readonly kind: 'calibration'; readonly file: Calibration }
    | { readonly kind: 'imported'; readonly file: Imported }
  );

interface Tasks {
  readonly report: StageTask;
  /** The stages of the whole, the report last. */
  readonly stages: readonly StageTask[];
  /** A stage for each planted policy, or run. */
  readonly parts: readonly StageTask[];
}

/**
 * What the arguments name, if it is neither an experiment nor an overview.
 *
 * @throws {ExperimentError} if its file has a mistake
 */
export function furtherWholeOf(
  args: Pick<ExperimentArguments, 'experiment' | 'preset' | 'quick'>,
): FurtherWhole | undefined {
  const calibration = calibrationOf(args);
  if (calibration) {
    const report = calibrationTask(calibration);
    const parts = calibration.policies.map((policy) => simulationTask(calibration, policy));
    return { kind: 'calibration', file: calibration, report, stages: [report], parts };
  }
  const imported = importedOf(args);
  if (!imported) return undefined;
  const report = importedTask(imported, 'report');
  return {
    kind: 'imported',
    file: imported,
    report,
    stages: [importedTask(imported, 'analyze'), report],
    parts: Object.keys(imported.runs).map((run) => convertTask(imported, run)),
  };
}
