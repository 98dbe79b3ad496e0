#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { runCommand } from './commands/run.ts';
import { sampleCommand } from './commands/sample.ts';
import { showCommand } from './commands/show.ts';
import { stageCommands } from './commands/stages.ts';
import { reportFailure } from './failure.ts';

const parser = yargs(hideBin(process.argv))
  .scriptName('vestige')
  .usage('$0 <command>\n\nA laboratory for vestigial reasoning in reinforcement learning.')
  .demandCommand(1, 'Say what to do: one of the commands above.')
  .recommendCommands()
  .strict()
  .wrap(100)
  .completion('completion', 'Print a completion script for your shell')
  .epilogue('An experiment from training to report: vestige run loan --quick')
  .fail((message, error) => {
    throw error ?? new Error(message);
  });

try {
  await sampleCommand(showCommand(runCommand(stageCommands(parser)))).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
