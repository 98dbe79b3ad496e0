import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { version } from '../stages/shared/stageContext.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { writeFile } from '../writeFile.ts';

/** Adds `vestige compare`: what tells two reports apart. */
export function compareCommand(yargs: Argv): Argv {
  const side = (name: string) =>
    ({
      type: 'string',
      demandOption: true,
      describe: `${name}: an experiment (loan, or loan-quick for a preset), a metrics.json, an analysis.json, or the folder of a report`,
    }) as const;
  return yargs.command(
    'compare <a> <b>',
    'Tell two reports apart: verdicts and estimates that differ',
    (y) =>
      y
        .positional('a', side('One'))
        .positional('b', side('The other'))
        .option('markdown', { type: 'boolean', default: false, describe: 'As Markdown' })
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .option('all', {
          type: 'boolean',
          default: false,
          describe: 'List every estimate that differs, not the headline estimators alone',
        })
        .option('page', { type: 'string', describe: 'Write the comparison as a page too: FILE.html' })
        .example('$0 compare chain hint', 'two experiments that have run')
        .example('$0 compare loan loan-quick', 'an experiment and its preset')
        .example('$0 compare before/metrics.json loan', 'a report that was kept, and the current one')
        .example('$0 compare chain hint --page both.html', 'with a picture of both'),
    async ({ a, b, all, markdown, json, page }) => {
      if (markdown && json) throw new UsageError('--markdown and --json contradict each other; give one');
      if (page !== undefined) expectPage(page);
      const [{ compareFigures, comparisonJson }, { figuresOf }, { comparisonInMarkdown, tellComparison }] =
        await Promise.all([
          import('../compare/compare.ts'),
          import('../compare/source.ts'),
          import('../compare/tell.ts'),
        ]);
      const [one, other] = [figuresOf(a), figuresOf(b)];
      const comparison = compareFigures(one, other);
      if (page !== undefined) {
        const { comparisonPage } = await import('../compare/page.ts');
        writeFile(page, comparisonPage(comparison, one, other, version()));
      }
      if (json) console.log(JSON.stringify(comparisonJson(comparison), null, 2));
      else console.log((markdown ? comparisonInMarkdown : tellComparison)(comparison, all).join('\n'));
      if (page !== undefined && !json && !markdown) console.log(`\nPage: ${shortPath(page)}`);
    },
  );
}

function expectPage(page: string): void {
  if (!page.endsWith('.html')) {
    throw new UsageError(`--page ${page}: expected the name of a page, such as comparison.html`);
  }
  if (!existsSync(dirname(page))) throw new UsageError(`--page ${page}: there is no folder ${dirname(page)}`);
}
