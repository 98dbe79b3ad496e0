import { existsSync, rmSync, statSync } from 'node:fs';
import { exportDirectory } from '@vestige/experiment';
import type { Argv } from 'yargs';
import { experimentOf, experimentOptions, UsageError } from '../options.ts';
import { createProgress } from '../progress.ts';
import { interruptSignal } from '../signals.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** Adds `vestige export`: what a paper takes from an experiment. */
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
        .example('$0 export loan', 'into apps/experiments/loan/runs/export')
        .example('$0 export loan --quick --to paper/loan', 'its quick preset, into a folder of your own')
        .example('cd paper/loan && latexmk -pdf example', 'everything in one document'),
    async (args) => {
      const experiment = experimentOf(args);
      if (args.to !== undefined && existsSync(args.to) && !statSync(args.to).isDirectory()) {
        throw new UsageError(`--to ${args.to}: is a file; expected a folder`);
      }
      const { exportedFiles, writeFiles } = await import('../export/exportFiles.ts');
      const context = { progress: createProgress(), signal: interruptSignal() };
      const files = await exportedFiles(experiment, context);
      const folder = args.to ?? exportDirectory(experiment);
      // That folder is nobody else's: what an earlier export left goes.
      if (args.to === undefined) rmSync(folder, { recursive: true, force: true });
      writeFiles(folder, files);
      console.log(`Wrote ${shortPath(folder)}: ${told([...files.keys()])}`);
    },
  );
}

/** What was written, in a line. */
function told(files: readonly string[]): string {
  const count = (pattern: RegExp) => files.filter((file) => pattern.test(file)).length;
  return `${count(/^tables\/.*\.csv$/)} tables, ${count(/\.pdf$/)} figures, methods.md, methods.tex, references.bib; example.tex shows how they go together`;
}
