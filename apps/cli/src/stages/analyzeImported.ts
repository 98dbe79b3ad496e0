import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '@vestige/imported/counted';
import type { Imported } from '@vestige/imported/options';
import { importedTask } from '@vestige/imported/tasks';
import { analyzeRollouts, type Reinforcement } from '@vestige/reinforcement';
import { expectedFolder } from './shared/expected.ts';
import { rolloutsIn, segmentsOf } from './shared/imported.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';

/** Rollouts between two looks at whether to stop. */
const LOOK = 2048;

/** Finds what the rollouts of each run reinforced. Writes `reinforcement.json`. */
export async function analyzeImportedStage(imported: Imported, context: StageContext): Promise<string> {
  const { progress, signal } = context;
  const stage = expectedFolder(importedTask(imported, 'analyze'));
  return await writeStage(stage, context, undefined, async (temporary) => {
    const runs: Record<string, Reinforcement> = {};
    for (const run of Object.keys(imported.runs)) {
      const segments = segmentsOf(imported, run);
      const count = segments.reduce((sum, { rows }) => sum + rows, 0);
      progress.start(run, 2 * count, 'rollouts');
      runs[run] = await analyzeRollouts(
        async function* () {
          let read = 0;
          for (const rollout of rolloutsIn(segments)) {
            if (read++ % LOOK === 0) await betweenSteps(signal);
            yield rollout;
          }
        },
        imported.reinforcement,
        ({ reading, rollouts }) => progress.advance(rollouts + (reading === 'second' ? count : 0)),
      );
      const { features, tested, problems } = runs[run];
      const found = features.filter(({ received }) => received?.discovered).length;
      progress.finish(
        `${counted(count, 'rollout')} of ${counted(problems, 'problem')}: ${found} of ${counted(tested, 'feature')} reinforced or worn away`,
      );
    }
    writeFileSync(join(temporary, 'reinforcement.json'), `${JSON.stringify({ runs })}\n`);
  });
}
