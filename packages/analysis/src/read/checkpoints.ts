import type { InterventionRow } from '@vestige/rollouts';
import { AnalysisError } from '../error.ts';
import type { PromptRows } from '../estimators/quantity.ts';
import { treatmentName, treatmentOf } from '../keys/interventions.ts';
import type { RunTables } from './runTables.ts';

/** The rows of one ablated checkpoint of a run. */
export interface CheckpointRows {
  readonly seed: number;
  readonly step: number;
  readonly final: boolean;
  /** Kind of each prompt; null where there is one kind only. */
  readonly groups: readonly (string | null)[];
  /** By prompt, in the order of the file; ids in `promptIds`. */
  readonly prompts: readonly PromptRows[];
  readonly promptIds: readonly number[];
}

/**
 * Groups the rows of a run by checkpoint and prompt, checkpoints by step.
 *
 * @throws {AnalysisError} if the run has not exactly one final checkpoint
 */
export function checkpointsOf(condition: string, { seed, interventions }: RunTables): CheckpointRows[] {
  const steps = new Map<number, Map<number, Map<string, InterventionRow[]>>>();
  const finals = new Set<number>();
  for (const row of interventions) {
    if (row.final) finals.add(row.step);
    const prompts = entry(steps, row.step, () => new Map<number, Map<string, InterventionRow[]>>());
    const rows = entry(prompts, row.problem_id, () => new Map<string, InterventionRow[]>());
    // Text is shown of the final policy only; that of the others would fill the memory.
    entry(rows, treatmentName(treatmentOf(row)), () => []).push(
      row.final ? row : { ...row, question: '', thought: '', raw: null },
    );
  }
  const checkpoints = [...steps]
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
  return checkpoints;
}

/** The prompts of one kind only. */
export function inGroup(checkpoint: CheckpointRows, group: string): CheckpointRows {
  const kept = checkpoint.groups.flatMap((name, p) => (name === group ? [p] : []));
  return {
    ...checkpoint,
    groups: kept.map(() => group),
    prompts: kept.map((p) => checkpoint.prompts[p]!),
    promptIds: kept.map((p) => checkpoint.promptIds[p]!),
  };
}

function groupOf(rows: PromptRows): string | null {
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
