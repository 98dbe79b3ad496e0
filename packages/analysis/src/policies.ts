import type { InterventionRow } from '@vestige/rollouts';
import { AnalysisError } from './error.ts';
import { treatment } from './interventions.ts';
import type { PromptRows } from './quantity.ts';
import type { RunTables } from './runTables.ts';

/** One ablated policy: a checkpoint of a run. */
export interface Policy {
  readonly seed: number;
  readonly step: number;
  readonly final: boolean;
  /** Kind of each prompt. */
  readonly groups: readonly string[];
  /** By prompt, in the order of the file; ids in `promptIds`. */
  readonly prompts: readonly PromptRows[];
  readonly promptIds: readonly number[];
}

/**
 * Groups the rows of a run by checkpoint and prompt, checkpoints by step.
 *
 * @throws {AnalysisError} if the run has not exactly one final checkpoint
 */
export function policiesOf({ condition, seed, interventions }: RunTables): Policy[] {
  const steps = new Map<number, Map<number, Map<string, InterventionRow[]>>>();
  const finals = new Set<number>();
  for (const row of interventions) {
    if (row.final) finals.add(row.step);
    const prompts = entry(steps, row.step, () => new Map<number, Map<string, InterventionRow[]>>());
    const rows = entry(prompts, row.prompt_id, () => new Map<string, InterventionRow[]>());
    // Tokens are shown of the final policy only; those of the others would fill the memory.
    entry(rows, treatment(row), () => []).push(row.final ? row : { ...row, prompt: [], cot: [] });
  }
  const policies = [...steps]
    .sort(([a], [b]) => a - b)
    .map(([step, prompts]) => ({
      seed,
      step,
      final: finals.has(step),
      groups: [...prompts.values()].map(groupOf),
      prompts: [...prompts.values()],
      promptIds: [...prompts.keys()],
    }));
  if (finals.size !== 1) {
    throw new AnalysisError(
      `interventions of ${condition}, seed ${seed}: ${finals.size} final checkpoints; expected 1; run its stage ablate again`,
    );
  }
  return policies;
}

/** The prompts of one kind only. */
export function inGroup(policy: Policy, group: string): Policy {
  const kept = policy.groups.flatMap((name, p) => (name === group ? [p] : []));
  return {
    ...policy,
    groups: kept.map(() => group),
    prompts: kept.map((p) => policy.prompts[p]!),
    promptIds: kept.map((p) => policy.promptIds[p]!),
  };
}

function groupOf(rows: PromptRows): string {
  const [first] = rows.values();
  return first![0]!.group;
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}
