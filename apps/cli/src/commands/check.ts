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
        .option('json', { type: 'boolean', describe: 'For programs: JSON' })
        .option('github', {
          type: 'boolean',
          describe:
            'In a job of GitHub Actions: annotate the checks that fail, and add verdicts, contrasts and checks to its summary',
        })
        .conflicts('json', 'github')
        .example('$0 check loan --quick', 'exit code 1 if a check fails, 2 if it cannot be made'),
    async (args) => {
      try {
        const experiment = experimentOf(args);
        const file = metricsFile(experiment, { named: args.experiment, backend: args.backend });
        const { checkMetrics, metricsIn, tellChecks } = await import('../check/check.ts');
        const metrics = metricsIn(readCheckedJson(file), shortPath(file));
        const checked = checkMetrics(experiment, metrics);
        console.log(args.json ? JSON.stringify(checked, null, 2) : tellChecks(checked).join('\n'));
        if (args.github) {
          const { tellGithub } = await import('../check/github.ts');
          await tellGithub(experiment, metrics, checked);
        }
        if (checked.some(({ ok }) => !ok)) process.exitCode = 1;
      } catch (error) {
        throw Object.assign(error as Error, { exitCode: COULD_NOT_CHECK });
      }
    },
  );
}
