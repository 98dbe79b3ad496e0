import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';

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
        .example('$0 compare chain hint', 'two experiments that have run')
        .example('$0 compare loan loan-quick', 'an experiment and its preset')
        .example('$0 compare before/metrics.json loan', 'a report that was kept, and the current one'),
    async ({ a, b, markdown, json }) => {
      if (markdown && json) throw new UsageError('--markdown and --json contradict each other; give one');
      const [{ compareFigures }, { figuresOf }, { comparisonInMarkdown, tellComparison }] = await Promise.all(
        [import('../compare/compare.ts'), import('../compare/source.ts'), import('../compare/tell.ts')],
      );
      const comparison = compareFigures(figuresOf(a), figuresOf(b));
      if (json) console.log(JSON.stringify(comparison, null, 2));
      else console.log((markdown ? comparisonInMarkdown : tellComparison)(comparison).join('\n'));
    },
  );
}
