import { join } from 'node:path';
import { intervalColumns, simulate, verdictColumns } from '@vestige/calibration';
import { type Calibration, type SimulatedName, simulationOptionsOf } from '@vestige/calibration/options';
import { openTableWriter } from '@vestige/rollouts';
import { expectedSimulation } from './shared/expectedCalibration.ts';
import { breathe, type StageRun, writeStage } from './shared/stageRun.ts';

/** Simulates experiments on a planted policy. Writes `verdicts.arrow` and `intervals.arrow`. */
export async function simulateStage(
  calibration: Calibration,
  policy: SimulatedName,
  stageRun: StageRun,
): Promise<string> {
  const { progress, signal } = stageRun;
  const options = simulationOptionsOf(calibration);
  const stage = expectedSimulation(calibration, policy);
  return await writeStage(stage, stageRun, undefined, async (temporary) => {
    const provenance = { experiment: options, condition: policy, seed: options.seed };
    const verdicts = openTableWriter(join(temporary, 'verdicts.arrow'), verdictColumns, {
      table: 'verdicts',
      ...provenance,
    });
    const intervals = openTableWriter(join(temporary, 'intervals.arrow'), intervalColumns, {
      table: 'intervals',
      ...provenance,
    });
    progress.start('simulation', options.simulations, 'experiments');
    let [done, judged, right] = [0, 0, 0];
    try {
      for (const simulated of simulate(policy, options)) {
        for (const row of simulated.verdicts) {
          verdicts.append(row);
          judged++;
          if (row.found === row.expected) right++;
        }
        for (const row of simulated.intervals) intervals.append(row);
        progress.advance(++done);
        await breathe(signal);
      }
      await Promise.all([verdicts.close(), intervals.close()]);
    } catch (error) {
      await Promise.all([verdicts.abort(), intervals.abort()]);
      throw error;
    }
    progress.finish(`${done} experiments, ${right} of ${judged} verdicts right`);
  });
}
