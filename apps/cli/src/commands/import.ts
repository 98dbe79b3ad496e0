import { importedProject, loadImported } from '@vestige/imported/file';
import { convertTask } from '@vestige/imported/tasks';
import { TRAINERS } from '@vestige/trainers/options';
import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { wholeNumber } from '../numbers.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { counted } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** Files that are named one by one. */
const NAMED = 3;

/** Adds `vestige import`: what a trainer left behind, recognised, described in a file, and converted into tables. */
export function importCommand(yargs: Argv): Argv {
  return yargs.command(
    'import <path>',
    'Import the rollouts that a trainer left behind: recognise, describe and convert them',
    (y) =>
      y
        .positional('path', {
          type: 'string',
          demandOption: true,
          describe: 'Folder or file that the trainer wrote',
        })
        .option('as', {
          type: 'string',
          demandOption: true,
          describe: 'Name of the imported runs; one that has runs already gets one more',
        })
        .option('run', {
          type: 'string',
          describe: 'Name of this run; by default that of the folder or file',
        })
        .option('from', { choices: TRAINERS, describe: 'Who wrote it; recognised by default' })
        .option('map', {
          type: 'string',
          array: true,
          describe:
            'column=field: what a column is, such as completion, label, reward, reward_style; extra: no part of the reward',
        })
        .option('weight', {
          type: 'string',
          array: true,
          describe: 'part=number: the weight of a part of the reward, where the files have its parts alone',
        })
        .option('step', {
          ...wholeNumber('step', 0, 2 ** 31 - 1),
          describe: 'The step, where neither files nor their names say it',
        })
        .option('thought', {
          type: 'string',
          describe: 'How thoughts are marked: auto, think, harmony, gemma, mistral, reasoning or none',
        })
        .option('thought-close', {
          type: 'string',
          describe: 'Regular expression of the mark that ends a thought',
        })
        .option('thought-open', {
          type: 'string',
          implies: 'thought-close',
          describe: 'Regular expression of the mark that begins it',
        })
        .conflicts('thought', 'thought-close')
        .option('answer', {
          type: 'string',
          describe: 'How the answer is found: auto, boxed, answer, letter, number, tag or none',
        })
        .option('answer-pattern', {
          type: 'string',
          describe: 'Regular expression whose one group is the answer',
        })
        .conflicts('answer', 'answer-pattern')
        .example('$0 import outputs/grpo --as mine', 'the completions that TRL logged')
        .example(
          '$0 import rollouts.jsonl --as mine --map output=completion --step 100',
          'a file of your own',
        ),
    async (args) => {
      const { describeRun } = await import('../import/importRun.ts');
      const { file, run, recognised } = await describeRun(args.path, args, {
        from: args.from,
        ...(args.map && { map: columnsIn(args.map) }),
        ...(args.weight && { weights: weightsIn(args.weight) }),
        ...(args.step !== undefined && { step: args.step }),
        ...chosen(
          'thought',
          args.thought,
          args.thoughtClose && { open: args.thoughtOpen, close: args.thoughtClose },
        ),
        ...chosen('answer', args.answer, args.answerPattern && { pattern: args.answerPattern }),
      });
      const { trainer, evidence, files, duplicates, others } = recognised;
      console.log(`Rollouts of ${trainer}, told by ${evidence.join('; ')}`);
      console.log(`  ${counted(files.length, 'file')}: ${namesOf(files.map(({ path }) => path))}`);
      for (const { path, of } of duplicates) console.log(`  ${path}: the same as ${of}; left out`);
      for (const { reason, paths } of others) {
        console.log(`  ${counted(paths.length, 'file')} left out (${reason}): ${namesOf(paths)}`);
      }
      console.log(`Described in ${shortPath(file)} as the run "${run}".\n`);
      const imported = loadImported(file);
      const task = convertTask(imported, run);
      const { runCheckedPipeline } = await import('../pipeline/checked.ts');
      const pipeline = { parallel: 1, cache: true, output: process.stdout, target: task.stage.name };
      await runCheckedPipeline(task.project, [expectedFolder(task)], pipeline);
      const { accountLines } = await import('../import/accountLines.ts');
      for (const line of accountLines(imported, run)) console.log(line);
      console.log(`\nWhat it reinforced:  vestige run ${importedProject(imported)}`);
    },
  );
}

function chosen<Name extends string, Pattern>(name: Name, word: string | undefined, pattern: Pattern) {
  const value = pattern || word;
  return value ? { [name]: value } : {};
}

/** The first of several names. */
function namesOf(paths: readonly string[]): string {
  return `${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ', ...' : ''}`;
}

/** Columns by what they are. @throws {UsageError} if one is not `column=field` */
function columnsIn(words: readonly string[]): Record<string, string> {
  return pairsIn('map', words, 'column=field, such as output=completion');
}

/** Weights by part. @throws {UsageError} if one is not `part=number` */
function weightsIn(words: readonly string[]): Record<string, number> {
  const expected = 'part=number, such as format=0.5';
  return Object.fromEntries(
    Object.entries(pairsIn('weight', words, expected)).map(([part, word]) => {
      const weight = Number(word);
      if (!Number.isFinite(weight) || word.trim() === '') {
        throw new UsageError(`--weight ${part}=${word}: expected ${expected}`);
      }
      return [part, weight];
    }),
  );
}

/** What follows the last `=` of each word, by what stands before. @throws {UsageError} if there is nothing */
function pairsIn(option: string, words: readonly string[], expected: string): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.lastIndexOf('=');
      if (at <= 0 || at === word.length - 1)
        throw new UsageError(`--${option} ${word}: expected ${expected}`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}
