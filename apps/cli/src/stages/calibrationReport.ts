import { join } from 'node:path';
import { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from '@vestige/calibration';
import { calibrationDirectory } from '@vestige/calibration/file';
import type { Calibration } from '@vestige/calibration/options';
import { renderCalibration, summarize } from '@vestige/calibration/report';
import { type Columns, type Row, readTable } from '@vestige/rollouts';
import { expectedCalibration } from './shared/expectedCalibration.ts';
import { writeReport } from './shared/reportFiles.ts';
import { type StageRun, version } from './shared/stageRun.ts';

/**
 * Counts right verdicts and intervals that hold the truth. Writes `calibration.html`, `calibration.md`,
 * `metrics.json` and `figures/*`.
 */
export async function calibrationReportStage(calibration: Calibration, run: StageRun): Promise<string> {
  const rowsOf = <C extends Columns>(file: string, columns: C): Row<C>[] =>
    calibration.policies.flatMap((policy) => [
      ...readTable(join(calibrationDirectory(calibration, 'simulate', policy), file), columns).rows(),
    ]);
  return await writeReport(expectedCalibration(calibration), 'calibration', run, () => {
    const verdicts: VerdictRow[] = rowsOf('verdicts.arrow', verdictColumns);
    const intervals: IntervalRow[] = rowsOf('intervals.arrow', intervalColumns);
    const metrics = summarize(calibration, verdicts, intervals);
    const { title, claim } = calibration;
    return { ...renderCalibration({ title, claim, metrics, generator: { version: version() } }), metrics };
  });
}
