import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import { type Experiment, stageDirectory } from '@vestige/experiment';
import { writeStage } from './stageRun.ts';

/** What the stage analyze found. @throws if it has not run */
export function readAnalysis(experiment: Experiment): Analysis {
  const source = join(stageDirectory(experiment, 'analyze'), 'analysis.json');
  try {
    return JSON.parse(readFileSync(source, 'utf8'));
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}; run the stage analyze first`);
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
 * Writes `<name>.html`, `<name>.md`, `metrics.json`, and each figure as SVG and as PNG into `figures`; returns the
 * path of the page.
 */
export async function writeReport(directory: string, name: string, report: ReportFiles): Promise<string> {
  // The stages that draw nothing share this folder, and are not to wait for it.
  const { renderPng } = await import('@vestige/report/png');
  await writeStage(directory, async (temporary) => {
    writeFileSync(join(temporary, `${name}.html`), report.html);
    writeFileSync(join(temporary, `${name}.md`), report.markdown);
    writeFileSync(join(temporary, 'metrics.json'), `${JSON.stringify(report.metrics, null, 2)}\n`);
    mkdirSync(join(temporary, 'figures'));
    for (const [file, svg] of Object.entries(report.figures)) {
      writeFileSync(join(temporary, 'figures', file), svg);
      writeFileSync(join(temporary, 'figures', file.replace(/\.svg$/, '.png')), await renderPng(svg));
    }
  });
  return join(directory, `${name}.html`);
}

/** Version of the command, which pages name as their generator. */
export function version(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version;
}
