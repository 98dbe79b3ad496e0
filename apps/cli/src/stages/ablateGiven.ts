import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AblationTask, ablate, interventionNames, skipped } from '@vestige/ablation';
import type { AskedPolicy } from '@vestige/analysis';
import { type Experiment, experimentTask, runSettings, stageDirectory } from '@vestige/experiment';
import { journaled, openJournal } from '@vestige/language';
import { budgetOf, checkpointsOfPolicy, type WrittenBudget } from '@vestige/language/options';
import type { Policy } from '@vestige/policy';
import {
  type InterventionRow,
  interventionColumns,
  openTableWriter,
  type Provenance,
} from '@vestige/rollouts';
import { askedText, type Cost, costSoFar, planOf, stopAt } from './shared/askingCost.ts';
import { expectedFolder } from './shared/expected.ts';
import { openPolicy } from './shared/openPolicy.ts';
import { betweenSteps, type StageContext, writeStage } from './shared/stageContext.ts';
import { taskOf } from './shared/task.ts';

/** Questions that tell what all will cost. */
const PROBED = 4;

/**
 * Runs the battery of interventions on a policy that was trained elsewhere. Writes `interventions.arrow` and
 * `policies.json`. What is answered is kept in a journal beside the folder of the stage, so that one that was stopped goes on.
 */
export async function ablateGivenStage(
  experiment: Experiment,
  run: { condition: string; seed: number },
  context: StageContext,
): Promise<string> {
  const { ablation: options } = experiment;
  const given = experiment.policies[run.condition]!;
  const task = taskOf(experiment, run.condition);
  const stage = expectedFolder(experimentTask(experiment, 'ablate', run));
  return await writeStage(stage, context, undefined, async (temporary) => {
    const journalPath = join(dirname(stageDirectory(experiment, 'ablate', run)), 'journal.sqlite');
    mkdirSync(dirname(journalPath), { recursive: true });
    using journal = openJournal(journalPath);
    const checkpoints = checkpointsOfPolicy(given);
    const last = checkpoints.at(-1)!;
    const provenance: Omit<Provenance, 'schemaVersion'> = {
      ...{ table: 'interventions', condition: run.condition, seed: run.seed },
      experiment: { ...runSettings(experiment, run.condition), ablation: options },
      backend: last.gguf === undefined ? 'endpoint' : 'llama.cpp',
    };
    const rows: InterventionRow[] = [];
    const asked: AskedPolicy[] = [];
    let missing: Provenance['skipped'];
    for (const checkpoint of checkpoints) {
      const final = checkpoint === last;
      const prompts = final ? options.prompts : options.checkpointPrompts;
      if (prompts === 0) continue;
      await using one = await openPolicy(experiment, task, run.condition, checkpoint, context.signal);
      const policy = journaled(one.policy, one.identity, journal, one);
      const ablation = {
        task,
        rule: given.rule,
        options,
        seed: run.seed,
        prompts,
        step: checkpoint.step,
        final,
      };
      const { tokens } = one;
      const answered = await askAll(
        policy,
        ablation,
        { ...context, tokens, budget: given.language.budget },
        rows,
      );
      const { kind, name, identity, details } = one;
      asked.push({
        ...{ step: checkpoint.step, kind, name, identity, details, can: [...policy.can] },
        prompts: [answered, prompts],
      });
      if (final) missing = skipped(options, task, policy.can);
    }
    const table = openTableWriter(
      join(temporary, 'interventions.arrow'),
      interventionColumns(interventionNames(options, task)),
      { ...provenance, ...(missing && { skipped: missing }) },
    );
    try {
      table.appendAll(rows);
      await table.close();
    } catch (error) {
      await table.abort();
      throw error;
    }
    writeFileSync(join(temporary, 'policies.json'), `${JSON.stringify(asked, null, 1)}\n`);
  });
}

/** How a policy is asked. */
interface Asking extends StageContext {
  /** Tokens read and written so far. */
  tokens(): number;
  /** What may be spent; as much as it takes if absent. */
  readonly budget: WrittenBudget | undefined;
}

/**
 * Asks a few questions, tells what all will cost, and asks them, up to the budget.
 *
 * @param rows takes in what was answered
 * @returns how many questions were answered whole
 */
async function askAll(
  policy: Policy,
  ablation: AblationTask,
  { progress, signal, tokens, budget }: Asking,
  rows: InterventionRow[],
): Promise<number> {
  const cost = costSoFar(tokens);
  let answered = 0;
  let forOwn = cost();
  // Every question is asked twice: for its own reasoning, and for all else.
  const onBlock = (own: number, whole: number) => {
    answered = whole;
    if (whole === 0) forOwn = cost();
    progress.advance(own + whole, { 'tokens/s': rateOf(cost()) });
  };
  const first = Math.min(PROBED, ablation.prompts);
  progress.start('first questions', 2 * first, 'questions');
  const probed = await Array.fromAsync(ablate(policy, { ...ablation, prompts: first, onBlock }, signal));
  progress.finish(askedText(first, first, cost()));
  const forAll = cost();
  const plan = planOf(probed.flat(), ablation.prompts, forAll, budget);
  progress.note(plan.told);
  const prompts = plan.affordable;
  progress.start('ablation', 2 * prompts, 'questions');
  answered = 0;
  const enough = stopAt(budgetOf(budget), cost, { questions: first, forOwn, forAll });
  for await (const batch of ablate(policy, { ...ablation, prompts, onBlock, enough }, signal)) {
    rows.push(...batch);
    await betweenSteps(signal);
  }
  progress.finish(askedText(answered, ablation.prompts, cost()));
  return answered;
}

function rateOf({ tokens, seconds }: Cost): string {
  return (tokens / Math.max(seconds, 1e-3)).toFixed(0);
}
