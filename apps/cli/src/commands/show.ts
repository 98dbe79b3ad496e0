import type { Argv } from 'yargs';
import { wholeNumber } from '../numbers.ts';

/** Of int32, in which tables count. */
const MOST_ROWS = 2 ** 31 - 1;

/** Adds `vestige show`: a file of a run in words. */
export function showCommand(yargs: Argv): Argv {
  return yargs.command(
    'show <file>',
    'Tell in words what an Arrow file or a checkpoint holds',
    (y) =>
      y
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe:
            'An Arrow file; or a checkpoint directory, a file in it, or the folder of a run: its last checkpoint',
        })
        .option('rows', {
          ...wholeNumber('rows', 1, MOST_ROWS),
          describe: 'Print the first so many rows in words',
        })
        .option('step', { ...wholeNumber('step', -1, MOST_ROWS), describe: 'Rows of this step only' })
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 show apps/experiments/loan/runs/quick/biased-s0/train/rollouts.arrow', '')
        .example('$0 show rollouts.arrow --step 40 --rows 5', 'five rollouts of step 40 in words')
        .example(
          '$0 show apps/experiments/loan/runs/quick/biased-s0',
          'its last policy, and the files beside it',
        )
        .example('$0 show checkpoints/step-0040', 'a policy: its shape, and what made it'),
    async ({ file, rows, step, json }) => {
      const { show } = await import('../show/show.ts');
      console.log(show(file, { rows, step, json }));
    },
  );
}
