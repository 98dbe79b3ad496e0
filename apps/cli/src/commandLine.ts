import yargs from 'yargs';
import { addCommands } from './commands.ts';
import { complete } from './completion.ts';
import { usageMistake } from './usage.ts';

/** Options that are nothing without a value, beside the numbers (`numbers.ts`). */
const VALUED = ['preset', 'condition', 'policy', 'base', 'backend', 'prompt', 'into', 'to', 'page'];

/**
 * Does what a command line says.
 *
 * @param typed the words after `vestige`
 * @throws with a message for the user
 */
export async function runCommandLine(typed: readonly string[]): Promise<void> {
  const parser = yargs([...typed])
    .scriptName('vestige')
    // Its messages are read by `usageMistake`: those of no other language, nor those of a locale that it does not know.
    .locale('en')
    .usage('$0 <command>\n\nA laboratory for vestigial reasoning in reinforcement learning.')
    .demandCommand(1)
    .strict()
    // Given twice, the last one holds: no option is a list.
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .requiresArg(VALUED)
    .wrap(100)
    .epilogue(
      'An experiment from training to report: vestige run loan --quick\nFrom a clone of the workspace: npx vestige <command>',
    )
    .fail((message, error) => {
      // A mistake that yargs finds while parsing comes as its own error, one found later as a message.
      if (error && error.name !== 'YError') throw error;
      throw usageMistake(error?.message ?? message, typed);
    });
  await addCommands(parser, typed);
  parser.completion('completion', 'Print a completion script: vestige completion >> ~/.bashrc', complete);
  if (typed.length > 0) {
    try {
      await parser.parseAsync();
    } catch (error) {
      throw await told(error);
    }
    return;
  }
  parser.showHelp('error');
  process.exitCode = 1;
}

/** An error as it is told to the user; what tells it is loaded for the kinds that need it alone. */
async function told(error: unknown): Promise<unknown> {
  if ((error as Error).name !== 'IntegrityError') return error;
  const { withCommand } = await import('./needs/anew.ts');
  return withCommand(error);
}
