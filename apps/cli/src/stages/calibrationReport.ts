import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IntervalRow, intervalColumns, type VerdictRow, verdictColumns } from '@vestige/calibration';
import { calibrationDirectory } from '@vestige/calibration/file';
import type { Calibration } from '@vestige/calibration/options';
import { renderCalibration, summarize } from '@vestige/calibration/report';
import { type Columns, type Row, readTable } from '@vestige/rollouts';
import { type StageRun, writeStage } from './shared/stageRun.ts';
import { version } from './shared/version.ts';

/**
 * Counts right verdicts and intervals that hold the truth. Writes `calibration.html`, `calibration.md`,
 * `metrics.json` and `figures/*.svg`.
 */
export async function calibrationReportStage(
  calibration: Calibration,
  { progress }: StageRun,
): Promise<string> {
  const rowsOf = <C extends Columns>(file: string, columns: C): Row<C>[] =>
    calibration.policies.flatMap((policy) => [
      ...readTable(join(calibrationDirectory(calibration, 'simulate', policy), file), columns).rows(),
    ]);
  const verdicts: VerdictRow[] = rowsOf('verdicts.arrow', verdictColumns);
  const intervals: IntervalRow[] = rowsOf('intervals.arrow', intervalColumns);
  const metrics = summarize(calibration, verdicts, intervals);
  const { title, claim } = calibration;
  const { html, markdown, figures } = renderCalibration({
    title,
    claim,
    metrics,
    generator: { version: version() },
  });
  const directory = calibrationDirectory(calibration, 'report');
  await writeStage(directory, async (temporary) => {
    writeFileSync(join(temporary, 'calibration.html'), html);
    writeFileSync(join(temporary, 'calibration.md'), markdown);
    writeFileSync(join(temporary, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
    mkdirSync(join(temporary, 'figures'));
    for (const [name, svg] of Object.entries(figures)) writeFileSync(join(temporary, 'figures', name), svg);
  });
  progress.start('report', 1, 'report');
  progress.finish(join(directory, 'calibration.html'));
  return directory;
}
