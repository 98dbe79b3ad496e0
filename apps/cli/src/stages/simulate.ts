import { join } from 'node:path';
import { intervalColumns, simulate, verdictColumns } from '@vestige/calibration';
import { type Calibration, type SimulatedName, simulationOptionsOf } from '@vestige/calibration/options';
import { simulationTask } from '@vestige/calibration/tasks';
import { openTableWriter } from '@vestige/rollouts';
import { expectedFolder } from './shared/expected.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/** Simulates experiments on a planted policy. Writes `verdicts.arrow` and `intervals.arrow`. */
export async function simulateStage(
  calibration: Calibration,
  policy: SimulatedName,
  context: StageContext,
): Promise<string> {
  const { progress, signal } = context;
  const options = simulationOptionsOf(calibration);
  const stage = expectedFolder(simulationTask(calibration, policy));
  return await writeStage(stage, context, undefined, async (temporary) => {
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
      for await (const simulated of simulate(policy, options)) {
        for (const row of simulated.verdicts) {
          verdicts.append(row);
          judged++;
          if (row.found === row.expected) right++;
        }
        for (const row of simulated.intervals) intervals.append(row);
        progress.advance(++done);
        await betweenSteps(signal);
      }
      await Promise.all([verdicts.close(), intervals.close()]);
    } catch (error) {
      await Promise.all([verdicts.abort(), intervals.abort()]);
      throw error;
    }
    progress.finish(`${done} experiments, ${right} of ${judged} verdicts right`);
  });
}
