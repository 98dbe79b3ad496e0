import { hideBin } from 'yargs/helpers';
import { runCommandLine } from './commandLine.ts';
import { leaveQuietlyOnClosedPipe, reportFailure } from './failure.ts';
import { guardOutput } from './terminal/guard.ts';

leaveQuietlyOnClosedPipe();
guardOutput();
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => process.exit(reportFailure(error)));
}

try {
  await runCommandLine(hideBin(process.argv));
} catch (error) {
  process.exitCode = reportFailure(error);
}
