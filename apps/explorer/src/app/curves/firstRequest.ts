import type { ManifestPolicy } from '../../format.ts';
import type { PlaygroundRequest } from '../playgroundRequests.ts';
import type { PromptTable } from '../promptTable.ts';
import { type RolloutTable, thoughtOf } from '../rolloutTable.ts';

/**
 * The first evaluation prompt with what a policy wrote for it, to look at the policy with; undefined if the page has no
 * prompt of its run. The chain of thought is empty if the page does not hold what the policy wrote.
 */
export function firstRequest(
  { run, step, final }: Pick<ManifestPolicy, 'run' | 'step' | 'final'>,
  prompts: PromptTable,
  rollouts: RolloutTable,
): PlaygroundRequest | undefined {
  const row = prompts.run.indexOf(run);
  if (row < 0) return undefined;
  const question = prompts.question.text(row);
  const thought = final ? prompts.thought.text(row) : writtenFor(question, run, step, rollouts);
  return { run, step, question, thought };
}

function writtenFor(question: string, run: number, step: number, rollouts: RolloutTable): string {
  for (let row = 0; row < rollouts.rows; row++) {
    if (!rollouts.evaluation[row] || rollouts.run[row] !== run || rollouts.step[row] !== step) continue;
    if (rollouts.question.text(row) === question) return thoughtOf(rollouts, row);
  }
  return '';
}
