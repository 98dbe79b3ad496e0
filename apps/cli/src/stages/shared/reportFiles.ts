import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, AnalysisError, readAnalysis } from '@vestige/analysis';
import { type Experiment, stageDirectory } from '@vestige/experiment';
import { type ExpectedFolder, readCheckedJson } from '@vestige/manifest';
import { type StageContext, writeStage } from './stageContext.ts';

/** What the stage analyze found. */
export function analysisOf(experiment: Experiment): Analysis {
  const file = join(stageDirectory(experiment, 'analyze'), 'analysis.json');
  try {
    return readAnalysis(readCheckedJson(file));
  } catch (error) {
    if (error instanceof AnalysisError) throw new AnalysisError(`${file}: ${error.message}`);
    throw error;
  }
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
  stage: ExpectedFolder,
  name: string,
  context: StageContext,
  render: () => ReportFiles,
): Promise<string> {
  // The stages that draw nothing share this folder, and are not to wait for it.
  const { renderPng } = await import('@vestige/report/png');
  return await writeStage(stage, context, undefined, async (temporary) => {
    const report = render();
    writeFileSync(join(temporary, `${name}.html`), report.html);
    writeFileSync(join(temporary, `${name}.md`), report.markdown);
    writeFileSync(join(temporary, 'metrics.json'), `${JSON.stringify(report.metrics, null, 2)}\n`);
    mkdirSync(join(temporary, 'figures'));
    for (const [file, svg] of Object.entries(report.figures)) {
      writeFileSync(join(temporary, 'figures', file), svg);
      writeFileSync(join(temporary, 'figures', file.replace(/\.svg$/, '.png')), await renderPng(svg));
    }
    context.progress.start(name, 1, 'report');
    context.progress.finish(join(stage.directory, `${name}.html`));
  });
}
