import type { Subject } from '@vestige/ablation/withoutModel';
import type { Environment } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { listAt } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';

/** The evaluation prompts of a run, with what its final policy wrote for them: what interventions borrow from. */
export function subjectsOf(table: PromptTable, run: number, environment: Environment): Subject[] {
  return Array.from({ length: table.rows }, (_, row) => row).flatMap((row) => {
    if (table.run[row] !== run) return [];
    const problem = environment.readPrompt(Array.from(listAt(table.prompt, row)));
    if (!problem) return [];
    const flipped = environment.flip(problem, randomStream(row, 'playground', 'flip'));
    return [{ problem, flipped, cot: Array.from(listAt(table.cot, row)), frozenAnswer: table.answer[row]! }];
  });
}
