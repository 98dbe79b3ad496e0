import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, estimateRows, type RunTables } from '@vestige/analysis';
import { createEnvironment } from '@vestige/environment';
import {
  baseNameOf,
  baseOf,
  conditionsOf,
  type Experiment,
  isBase,
  projectName,
  ruleOf,
  runsOf,
  stageDirectory,
} from '@vestige/experiment';
import {
  type DriftRow,
  driftColumns,
  estimateColumns,
  type InterventionRow,
  type Provenance,
  type RolloutRow,
  readTable,
  type UpdateRow,
  writeTable,
} from '@vestige/rollouts';
import { expectedStage } from './shared/expected.ts';
import { breathe, type StageRun, writeStage } from './shared/stageRun.ts';

/** Estimates and verdicts from the tables of all runs. Writes `analysis.json` and `analysis.arrow`. */
export async function analyzeStage(experiment: Experiment, stageRun: StageRun): Promise<string> {
  const { progress, signal } = stageRun;
  const environment = createEnvironment(experiment.environment);
  const options = experiment.analysis;
  const stage = expectedStage(experiment, 'analyze');
  return await writeStage(stage, stageRun, undefined, async (temporary) => {
    let provenance: Provenance | undefined;
    const runs = runsOf(experiment).map((run): RunTables => {
      const interventions = readTable(join(stageDirectory(experiment, 'ablate', run), 'interventions.arrow'));
      provenance = interventions.provenance;
      const trained = isBase(experiment, run.condition)
        ? undefined
        : stageDirectory(experiment, 'train', run);
      const updates = trained === undefined ? undefined : readTable(join(trained, 'updates.arrow'));
      const rollouts = trained === undefined ? undefined : readTable(join(trained, 'rollouts.arrow'));
      const measured = experiment.conditions[run.condition]?.reinforcement.drift !== undefined;
      const drift =
        trained === undefined || !measured
          ? undefined
          : readTable(join(trained, 'drift.arrow'), driftColumns);
      return {
        ...run,
        interventions: interventions.rows() as Iterable<InterventionRow>,
        updates: updates?.rows() as Iterable<UpdateRow> | undefined,
        rollouts: rollouts?.rows() as Iterable<RolloutRow> | undefined,
        drift: drift?.rows() as Iterable<DriftRow> | undefined,
      };
    });
    progress.start('analysis', 1, 'experiment');
    await breathe(signal);
    const conditions = conditionsOf(experiment);
    const analysis = analyze({
      experiment: projectName(experiment),
      runs,
      rules: Object.fromEntries(conditions.map((condition) => [condition, ruleOf(experiment, condition)])),
      chance: environment.chance,
      environments: Object.fromEntries(
        conditions.flatMap((condition) => {
          const { environment: options } = baseOf(experiment, condition);
          return options === experiment.environment ? [] : [[condition, createEnvironment(options)]];
        }),
      ),
      options,
      backend: provenance?.backend ?? '',
      kernels: provenance?.kernels,
      vocabulary: environment.vocabulary,
      solved: Object.fromEntries(
        Object.entries(experiment.conditions).map(([name, { reinforcement }]) => [
          name,
          reinforcement.solved,
        ]),
      ),
      phrases: environment.phrases,
      bases: Object.fromEntries(
        conditions.map((condition) => [condition, baseNameOf(experiment, condition)]),
      ),
      attributes: { flips: environment.flips, mentions: environment.mentions },
      swept: Object.fromEntries(
        Object.entries({ ...experiment.bases, ...experiment.conditions }).flatMap(([name, { swept }]) =>
          swept ? [[name, swept] as const] : [],
        ),
      ),
    });
    writeFileSync(join(temporary, 'analysis.json'), `${JSON.stringify(analysis, null, 1)}\n`);
    await writeTable(join(temporary, 'analysis.arrow'), estimateColumns, estimateRows(analysis), {
      table: 'analysis',
      experiment: stage.making.settings,
      ...(provenance?.backend && { backend: provenance.backend }),
      ...(provenance?.kernels && { kernels: provenance.kernels }),
    });
    progress.finish(`${runs.length} runs, ${estimateRows(analysis).length} estimates`);
  });
}
