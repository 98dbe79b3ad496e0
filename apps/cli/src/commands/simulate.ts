import { SIMULATED_NAMES, type SimulatedName } from '@vestige/calibration/options';
import { CALIBRATION_STAGES } from '@vestige/calibration/tasks';
import { ExperimentError } from '@vestige/experiment';
import type { Argv } from 'yargs';
import { calibrationOf } from '../calibrations.ts';
import { UsageError } from '../failure.ts';
import { createProgress } from '../progress.ts';
import { interruptSignal } from '../signals.ts';
import { listed } from '../terminal/layout.ts';
import { calibrationNames } from '../workspace.ts';

/** Adds `vestige simulate`: the stage of a calibration that the pipeline calls for each planted policy. */
export function simulateCommand(yargs: Argv): Argv {
  return yargs.command(
    'simulate <calibration>',
    CALIBRATION_STAGES.simulate.description,
    (y) =>
      y
        .positional('calibration', {
          type: 'string',
          demandOption: true,
          describe: 'Name of a calibration, or path of its calibration.json',
        })
        .option('policy', {
          choices: SIMULATED_NAMES,
          demandOption: true,
          describe: 'Planted policy, or contrast of two',
        })
        .option('preset', { type: 'string', describe: 'Named variant in the calibration file' })
        .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
        .example('$0 simulate calibration --quick --policy either', 'whose phrases stand in for each other'),
    async (args) => {
      const calibration = calibrationOf({ ...args, experiment: args.calibration });
      if (!calibration) {
        const expected = listed([...calibrationNames(), 'the path of a calibration.json']);
        throw new ExperimentError(`there is no calibration "${args.calibration}"; expected ${expected}`);
      }
      const policy: SimulatedName = args.policy;
      if (!calibration.policies.includes(policy)) {
        throw new UsageError(
          `--policy ${policy}: is none of the calibration's; expected ${listed(calibration.policies)}`,
        );
      }
      const { simulateStage } = await import('../stages/simulate.ts');
      await simulateStage(calibration, policy, { progress: createProgress(), signal: interruptSignal() });
    },
  );
}
