import { readCheckedJson } from '@vestige/manifest';
import type { Argv } from 'yargs';
import { metricsFile } from '../needs/metricsFile.ts';
import { experimentOf, experimentOptions } from '../options.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** Apart from that of a check that failed, so that a script can tell the two. */
const COULD_NOT_CHECK = 2;

/** Adds `vestige check`: whether the figures are what the experiment file expects. */
export function checkCommand(yargs: Argv): Argv {
  return yargs.command(
    'check <experiment>',
    'Hold the figures of a report against the checks in its experiment file',
    (y) =>
      experimentOptions(y)
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 check loan --quick', 'exit code 1 if a check fails, 2 if it cannot be made'),
    async (args) => {
      try {
        const experiment = experimentOf(args);
        const file = metricsFile(experiment, { named: args.experiment, backend: args.backend });
        const { checkMetrics, metricsIn, tellChecks } = await import('../check/check.ts');
        const checked = checkMetrics(experiment, metricsIn(readCheckedJson(file), shortPath(file)));
        console.log(args.json ? JSON.stringify(checked, null, 2) : tellChecks(checked).join('\n'));
        if (checked.some(({ ok }) => !ok)) process.exitCode = 1;
      } catch (error) {
        throw Object.assign(error as Error, { exitCode: COULD_NOT_CHECK });
      }
    },
  );
}
