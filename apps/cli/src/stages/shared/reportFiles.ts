import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import { type Experiment, stageDirectory } from '@vestige/experiment';
import { type ExpectedStage, readCheckedJson } from '@vestige/manifest';
import { type StageRun, writeStage } from './stageRun.ts';

/** What the stage analyze found. */
export function readAnalysis(experiment: Experiment): Analysis {
  return readCheckedJson(join(stageDirectory(experiment, 'analyze'), 'analysis.json')) as Analysis;
}

interface ReportFiles {
  readonly html: string;
  readonly markdown: string;
  readonly metrics: object;
  /** By file name. */
  readonly figures: Readonly<Record<string, string>>;
}

/**
 * Writes `<name>.html`, `<name>.md`, `metrics.json`, and each figure as SVG and as PNG into `figures`.
 *
 * @param render reads what the report is made of
 */
export async function writeReport(
  stage: ExpectedStage,
  name: string,
  run: StageRun,
  render: () => ReportFiles,
): Promise<string> {
  // The stages that draw nothing share this folder, and are not to wait for it.
  const { renderPng } = await import('@vestige/report/png');
  return await writeStage(stage, run, undefined, async (temporary) => {
    const report = render();
    writeFileSync(join(temporary, `${name}.html`), report.html);
    writeFileSync(join(temporary, `${name}.md`), report.markdown);
    writeFileSync(join(temporary, 'metrics.json'), `${JSON.stringify(report.metrics, null, 2)}\n`);
    mkdirSync(join(temporary, 'figures'));
    for (const [file, svg] of Object.entries(report.figures)) {
      writeFileSync(join(temporary, 'figures', file), svg);
      writeFileSync(join(temporary, 'figures', file.replace(/\.svg$/, '.png')), await renderPng(svg));
    }
    run.progress.start(name, 1, 'report');
    run.progress.finish(join(stage.directory, `${name}.html`));
  });
}
