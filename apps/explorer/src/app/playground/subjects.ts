import type { Subject } from '@vestige/ablation';
import type { Environment } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import type { PromptTable } from '../promptTable.ts';

/** The evaluation prompts of a run, with what its final policy wrote for them: what interventions borrow from. */
export function subjectsOf(table: PromptTable, run: number, environment: Environment): Subject[] {
  return Array.from({ length: table.rows }, (_, row) => row).flatMap((row) => {
    if (table.run[row] !== run) return [];
    const problem = environment.problemOf(table.question.text(row));
    if (!problem) return [];
    const flipped = environment.flip(problem, randomStream(row, 'playground', 'flip'));
    return [{ problem, flipped, thought: table.thought.text(row), frozenAnswer: table.answer[row]! }];
  });
}
