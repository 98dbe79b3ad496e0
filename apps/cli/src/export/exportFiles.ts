import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Experiment, experimentTask, stageDirectory } from '@vestige/experiment';
import { expectStages, readChecked } from '@vestige/manifest';
import { citationBibtex } from '@vestige/report/parts';
import { renderPdf } from '@vestige/report/pdf';
import { renderTables } from '@vestige/report/tables';
import { UsageError } from '../failure.ts';
import { whatMakes } from '../needs/expect.ts';
import { typedTask, wordFor } from '../needs/typedTask.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { analysisOf } from '../stages/shared/reportFiles.ts';
import { betweenSteps, type StageContext, version } from '../stages/shared/stageContext.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { writeFile } from '../writeFile.ts';
import { example } from './example.ts';
import { writeMethods } from './methods/methods.ts';

/** What an export holds, by its path within the folder. */
export type ExportedFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * What a paper takes from an experiment: its tables, its figures, its methods and how to cite it. The same analysis
 * gives the same bytes.
 *
 * @throws if the experiment has not run, or not as its file stands now
 */
export async function exportedFiles(
  experiment: Experiment,
  { progress, signal }: StageContext,
): Promise<ExportedFiles> {
  requireReport(experiment);
  expectStages([expectedFolder(experimentTask(experiment, 'report'))]);
  const analysis = analysisOf(experiment);
  const files = new Map<string, string | Uint8Array>();
  for (const [name, text] of Object.entries(renderTables(analysis))) files.set(`tables/${name}`, text);
  const figures = figuresOf(experiment);
  progress.start('export', figures.length, 'figures');
  for (const [i, { name, svg }] of figures.entries()) {
    files.set(`figures/${name}.svg`, svg);
    files.set(`figures/${name}.pdf`, await renderPdf(svg));
    progress.advance(i + 1);
    await betweenSteps(signal);
  }
  const methods = writeMethods(experiment, analysis, version());
  files.set('methods.md', methods.markdown);
  files.set('methods.tex', methods.latex);
  files.set('references.bib', methods.references);
  files.set('citation.bib', citationBibtex(version()));
  files.set('example.tex', example(experiment.title, [...files.keys()]));
  progress.finish(`${files.size} files`);
  return files;
}

/** @throws {UsageError} if the experiment has not run to its report */
function requireReport(experiment: Experiment): void {
  const task = typedTask(experimentTask(experiment, 'report'), { named: wordFor(experiment) });
  for (const file of [
    join(stageDirectory(experiment, 'analyze'), 'analysis.json'),
    figuresFolder(experiment),
  ]) {
    if (existsSync(file)) continue;
    throw new UsageError(`${shortPath(file)}: not made yet; ${whatMakes(task)}`);
  }
}

function figuresFolder(experiment: Experiment): string {
  return join(stageDirectory(experiment, 'report'), 'figures');
}

/** The figures of the report, as it wrote them. */
function figuresOf(experiment: Experiment): { readonly name: string; readonly svg: string }[] {
  const folder = figuresFolder(experiment);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.svg'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.svg'.length),
      svg: readChecked(join(folder, file)).toString('utf8'),
    }));
}

/** Writes files into a folder; what else lies there stays. */
export function writeFiles(folder: string, files: ExportedFiles): void {
  for (const [path, content] of files) writeFile(join(folder, path), content);
}
