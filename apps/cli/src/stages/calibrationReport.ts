import { join } from 'node:path';
import { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from '@vestige/calibration';
import { calibrationDirectory } from '@vestige/calibration/file';
import type { Calibration } from '@vestige/calibration/options';
import { renderCalibration, summarize } from '@vestige/calibration/report';
import { calibrationTask } from '@vestige/calibration/tasks';
import { type Columns, type Row, readTable } from '@vestige/rollouts';
import { expectedFolder } from './shared/expected.ts';
import { writeReport } from './shared/reportFiles.ts';
import { type StageContext, version } from './shared/stageContext.ts';

/**
 * Counts right verdicts and intervals that hold the truth. Writes `calibration.html`, `calibration.md`,
 * `metrics.json` and `figures/*`.
 */
export async function calibrationReportStage(
  calibration: Calibration,
  context: StageContext,
): Promise<string> {
  const rowsOf = <C extends Columns>(file: string, columns: C): Row<C>[] =>
    calibration.policies.flatMap((policy) => [
      ...readTable(join(calibrationDirectory(calibration, 'simulate', policy), file), columns).rows(),
    ]);
  return await writeReport(expectedFolder(calibrationTask(calibration)), 'calibration', context, () => {
    const verdicts: VerdictRow[] = rowsOf('verdicts.arrow', verdictColumns);
    const intervals: IntervalRow[] = rowsOf('intervals.arrow', intervalColumns);
    const metrics = summarize(calibration, verdicts, intervals);
    const { title, claim } = calibration;
    return { ...renderCalibration({ title, claim, metrics, generator: { version: version() } }), metrics };
  });
}
