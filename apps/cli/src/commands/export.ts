import { existsSync, rmSync, statSync } from 'node:fs';
import { type Experiment, exportDirectory } from '@vestige/experiment';
import type { Argv } from 'yargs';
import type { RolloutFormat } from '../export/exportRollouts.ts';
import { importedOf } from '../imports.ts';
import { type ExperimentArguments, experimentOf, experimentOptions, UsageError } from '../options.ts';
import { createProgress } from '../progress.ts';
import { interruptSignal } from '../signals.ts';
import type { StageContext } from '../stages/shared/stageContext.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** Adds `vestige export`: what a paper takes from an experiment, or its policies for llama.cpp. */
export function exportCommand(yargs: Argv): Argv {
  return yargs.command(
    'export <experiment>',
    'Write tables (CSV, LaTeX), figures (PDF, SVG), methods and references for a paper',
    (y) =>
      experimentOptions(y)
        .option('to', {
          type: 'string',
          describe: 'Folder to write to, where other files stay; by default runs/export of the experiment',
        })
        .option('gguf', {
          type: 'boolean',
          describe: 'Write the final policy of every run instead, as GGUF for llama.cpp',
        })
        .option('parquet', {
          type: 'boolean',
          describe: 'Write the rollouts of every run instead, a Parquet file each; of imported runs too',
        })
        .option('jsonl', { type: 'boolean', describe: 'The same as JSON lines' })
        .conflicts({ parquet: ['jsonl', 'gguf'], jsonl: 'gguf' })
        .example('$0 export loan', 'into apps/experiments/loan/runs/export')
        .example('$0 export loan --quick --to paper/loan', 'its quick preset, into a folder of your own')
        .example('cd paper/loan && latexmk -pdf example', 'everything in one document')
        .example('$0 export loan --gguf', 'its policies, into apps/experiments/loan/runs/export-gguf')
        .example('$0 export mine --parquet', 'rollouts that were imported, for pandas, polars, DuckDB'),
    async (args) => {
      if (args.to !== undefined && existsSync(args.to) && !statSync(args.to).isDirectory()) {
        throw new UsageError(`--to ${args.to}: is a file; expected a folder`);
      }
      if (args.parquet || args.jsonl) {
        await exportRollouts(args, args.parquet ? 'parquet' : 'jsonl');
        return;
      }
      const experiment = experimentOf(args);
      const { writeFiles } = await import('../export/exportFiles.ts');
      const context = { progress: createProgress(), signal: interruptSignal() };
      const files = args.gguf ? await policies(experiment, context) : await paper(experiment, context);
      const folder = args.to ?? `${exportDirectory(experiment)}${args.gguf ? '-gguf' : ''}`;
      // That folder is nobody else's: what an earlier export left goes.
      if (args.to === undefined) rmSync(folder, { recursive: true, force: true });
      writeFiles(folder, files);
      const names = [...files.keys()];
      console.log(`Wrote ${shortPath(folder)}: ${args.gguf ? names.join(', ') : told(names)}`);
    },
  );
}

async function exportRollouts(
  args: ExperimentArguments & { readonly to: string | undefined },
  format: RolloutFormat,
): Promise<void> {
  const { exportImported, exportTrained } = await import('../export/exportRollouts.ts');
  const context = { progress: createProgress(), signal: interruptSignal() };
  const imported = importedOf(args);
  const { folder, files } = imported
    ? await exportImported(imported, format, args.to, context)
    : await exportTrained(experimentOf(args), format, args.to, context);
  console.log(`Wrote ${shortPath(folder)}: ${files.join(', ')}`);
}

/** What was written, in a line. */
function told(files: readonly string[]): string {
  const count = (pattern: RegExp) => files.filter((file) => pattern.test(file)).length;
  return `${count(/^tables\/.*\.csv$/)} tables, ${count(/\.pdf$/)} figures, methods.md, methods.tex, references.bib; example.tex shows how they go together`;
}

async function paper(experiment: Experiment, context: StageContext) {
  const { exportedFiles } = await import('../export/exportFiles.ts');
  return await exportedFiles(experiment, context);
}

async function policies(experiment: Experiment, context: StageContext) {
  const { ggufFiles } = await import('../export/ggufFiles.ts');
  return await ggufFiles(experiment, context);
}
