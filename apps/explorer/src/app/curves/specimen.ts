import type { ManifestPolicy } from '../../format.ts';
import { listAt } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import type { Specimen } from '../shelf.ts';

/**
 * The first evaluation prompt with what a policy wrote for it, to look at the policy with; undefined if the page has no
 * prompt of its run. The chain of thought is empty if the page does not hold what the policy wrote.
 */
export function specimenOf(
  { run, step, final }: Pick<ManifestPolicy, 'run' | 'step' | 'final'>,
  prompts: PromptTable,
  rollouts: RolloutTable,
): Specimen | undefined {
  const row = prompts.run.indexOf(run);
  if (row < 0) return undefined;
  const prompt = Array.from(listAt(prompts.prompt, row));
  const cot = final ? listAt(prompts.cot, row) : writtenFor(prompt, run, step, rollouts);
  return { run, step, prompt, cot: Array.from(cot) };
}

function writtenFor(
  prompt: readonly number[],
  run: number,
  step: number,
  rollouts: RolloutTable,
): ArrayLike<number> {
  for (let row = 0; row < rollouts.rows; row++) {
    if (!rollouts.evaluation[row] || rollouts.run[row] !== run || rollouts.step[row] !== step) continue;
    const given = listAt(rollouts.prompt, row);
    if (given.length !== prompt.length || prompt.some((token, i) => given[i] !== token)) continue;
    return listAt(rollouts.completion, row).subarray(0, rollouts.cotLength[row]);
  }
  return [];
}
