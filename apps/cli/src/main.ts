#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { doctorCommand } from './commands/doctor.ts';
import { newCommand } from './commands/new.ts';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { showCommand } from './commands/show.ts';
import { stageCommands } from './commands/stages.ts';
import { completionsOf } from './completion.ts';
import { leaveQuietlyOnClosedPipe, reportFailure } from './failure.ts';
import { usageMistake } from './usage.ts';

leaveQuietlyOnClosedPipe();
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => process.exit(reportFailure(error)));
}

const typed = hideBin(process.argv);
const parser = yargs(typed)
  .scriptName('vestige')
  .usage('$0 <command>\n\nA laboratory for vestigial reasoning in reinforcement learning.')
  .demandCommand(1)
  .strict()
  .wrap(100)
  .epilogue(
    'An experiment from training to report: vestige run loan --quick\nFrom a clone of the workspace: npx vestige <command>',
  )
  .fail((message, error) => {
    throw error ?? usageMistake(message, typed);
  });

for (const add of [runCommand, stageCommands, showCommand, sampleCommand, newCommand, doctorCommand])
  add(parser);
parser.completion(
  'completion',
  'Print a completion script: vestige completion >> ~/.bashrc',
  (
    _current: string,
    _argv: unknown,
    byYargs: (onCompleted: (error: Error | null, found: string[] | undefined) => void) => void,
    done: (found: string[]) => void,
  ) => {
    const words = process.argv.slice(process.argv.indexOf('--get-yargs-completions') + 2);
    const ours = completionsOf(words);
    if (ours) done(ours);
    else byYargs((_error, found) => done(found ?? []));
  },
);

try {
  if (typed.length === 0) {
    parser.showHelp('error');
    process.exitCode = 1;
  } else {
    await parser.parseAsync();
  }
} catch (error) {
  process.exitCode = reportFailure(error);
}
