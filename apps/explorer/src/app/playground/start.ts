import { randomStream } from '@vestige/random';
import type { ManifestPolicy } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import type { PromptTable } from '../promptTable.ts';
import type { Thinking } from '../thinking.ts';
import type { Edit } from './history.ts';

/** Name of what is not edited. */
const UNEDITED = 'unedited';

/** A final policy whose reasoning is vestigial, else any final one, else any; undefined if the page has none. */
export function firstPolicy({ manifest: { policies, runs, conditions } }: PageData) {
  const final = policies.filter((policy) => policy.final);
  const vestigial = final.find(({ run }) => conditions[runs[run]!.condition]!.verdict === 'vestigial');
  return vestigial ?? final[0] ?? policies[0];
}

/**
 * A question with the chain of thought that the final policy of the run wrote for it: the first that it thinks about and
 * answers right.
 */
export function firstEdit(pageData: PageData, table: PromptTable, { run }: ManifestPolicy): Edit {
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => table.run[row] === run);
  const thinking = rows.filter((row) => table.thought.length(row) > 0);
  const row = thinking.find((one) => table.answer[one] === table.label[one]) ?? thinking[0] ?? rows[0];
  if (row === undefined) {
    const { question } = pageData.environment(run).problem(randomStream(0, 'playground', 'first'));
    return unedited({ question, thought: '' });
  }
  return unedited({ question: table.question.text(row), thought: table.thought.text(row) });
}

/** A question with the chain of thought that was written for it. */
export function unedited(own: Thinking): Edit {
  return { ...own, by: UNEDITED, own };
}
