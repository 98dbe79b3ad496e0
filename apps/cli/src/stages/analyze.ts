import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AskedPolicy,
  analysisText,
  analyze,
  type ConditionInput,
  estimateRows,
  type RunTables,
} from '@vestige/analysis';
import {
  baseNameOf,
  conditionsOf,
  type Experiment,
  environmentOf,
  experimentTask,
  isGiven,
  projectName,
  type Run,
  ruleOf,
  runsOf,
  stageDirectory,
  sweptOf,
} from '@vestige/experiment';
import { readCheckedJson } from '@vestige/manifest';
import {
  type Columns,
  driftColumns,
  estimateColumns,
  interventionColumns,
  type Provenance,
  rolloutColumns,
  streamTable,
  updateColumns,
  writeTable,
} from '@vestige/rollouts';
import { expectedFolder } from './shared/expected.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';
import { taskOf } from './shared/task.ts';

/** Whatever interventions there are. */
const INTERVENTION_COLUMNS = interventionColumns([]);

/** Estimates and verdicts from the tables of all runs. Writes `analysis.json` and `analysis.arrow`. */
export async function analyzeStage(experiment: Experiment, context: StageContext): Promise<string> {
  const { progress, signal } = context;
  const [first] = conditionsOf(experiment);
  const environment = taskOf(experiment, first!);
  const stage = expectedFolder(experimentTask(experiment, 'analyze'));
  return await writeStage(stage, context, undefined, async (temporary) => {
    let provenance: Provenance | undefined;
    const tablesOf = (run: Run): RunTables => {
      const table = <C extends Columns>(stage: 'train' | 'ablate', name: string, columns: C) =>
        streamTable(join(stageDirectory(experiment, stage, run), name), columns);
      const interventions = table('ablate', 'interventions.arrow', INTERVENTION_COLUMNS);
      provenance = interventions.provenance;
      const { seed } = run;
      const { skipped } = provenance;
      if (!Object.hasOwn(experiment.conditions, run.condition)) {
        const asked = isGiven(experiment, run.condition) ? askedPolicies(experiment, run) : undefined;
        return { seed, interventions: interventions.rows(), skipped, asked, updates: undefined };
      }
      const measured = experiment.conditions[run.condition]!.reinforcement.drift !== undefined;
      return {
        seed,
        interventions: interventions.rows(),
        skipped,
        updates: table('train', 'updates.arrow', updateColumns).rows(),
        rollouts: table('train', 'rollouts.arrow', rolloutColumns).rows(),
        drift: measured ? table('train', 'drift.arrow', driftColumns).rows() : undefined,
      };
    };
    const runs = runsOf(experiment);
    const conditions = conditionsOf(experiment).map((name): ConditionInput => {
      const options = environmentOf(experiment, name);
      return {
        name,
        rule: ruleOf(experiment, name),
        runs: runs.filter(({ condition }) => condition === name).map(tablesOf),
        solved: experiment.conditions[name]?.reinforcement.solved,
        environment: options === experiment.environment ? undefined : taskOf(experiment, name),
        base: baseNameOf(experiment, name),
        swept: sweptOf(experiment, name),
      };
    });
    progress.start('analysis', 1, 'experiment');
    await betweenSteps(signal);
    const analysis = analyze({
      experiment: projectName(experiment),
      conditions,
      environment,
      options: experiment.analysis,
      backend: provenance?.backend ?? '',
      kernels: provenance?.kernels,
      attributes: { flips: environment.flips, mentions: environment.mentions },
    });
    writeFileSync(join(temporary, 'analysis.json'), analysisText(analysis));
    await writeTable(join(temporary, 'analysis.arrow'), estimateColumns, estimateRows(analysis), {
      table: 'analysis',
      experiment: stage.recipe.settings,
      ...(provenance?.backend && { backend: provenance.backend }),
      ...(provenance?.kernels && { kernels: provenance.kernels }),
    });
    progress.finish(`${runs.length} runs, ${estimateRows(analysis).length} estimates`);
  });
}

/** What was asked of a policy that was trained elsewhere. */
function askedPolicies(experiment: Experiment, run: Run): readonly AskedPolicy[] {
  const file = join(stageDirectory(experiment, 'ablate', run), 'policies.json');
  return readCheckedJson(file) as readonly AskedPolicy[];
}
