/** Runs command lines one after the other, their output guarded: a child process of a test. Takes them as JSON. */
import { runCommandLine } from '../commandLine.ts';
import { reportFailure } from '../failure.ts';
import { guardOutput } from '../terminal/guard.ts';

guardOutput();
for (const words of JSON.parse(process.argv[2]!) as string[][]) {
  await runCommandLine(words).catch(reportFailure);
  console.log('%%%');
}
