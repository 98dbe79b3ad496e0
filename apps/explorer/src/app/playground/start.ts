import { randomStream } from '@vestige/random';
import type { ManifestPolicy } from '../../format.ts';
import type { Laboratory } from '../laboratory.ts';
import { listAt } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';
import type { Edit } from './history.ts';

/** Name of what is not edited. */
const UNEDITED = 'unedited';

/** A final policy whose reasoning is vestigial, else any final one, else any; undefined if the page has none. */
export function firstPolicy({ manifest: { policies, runs, conditions } }: Laboratory) {
  const final = policies.filter((policy) => policy.final);
  const vestigial = final.find(({ run }) => conditions[runs[run]!.condition]!.verdict === 'vestigial');
  return vestigial ?? final[0] ?? policies[0];
}

/**
 * A prompt with the chain of thought that the final policy of the run wrote for it: the first that it thinks about and
 * answers right.
 */
export function firstEdit(laboratory: Laboratory, table: PromptTable, { run }: ManifestPolicy): Edit {
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => table.run[row] === run);
  const thinking = rows.filter((row) => listAt(table.cot, row).length > 0);
  const row = thinking.find((one) => table.answer[one] === table.label[one]) ?? thinking[0] ?? rows[0];
  if (row === undefined) {
    const { prompt } = laboratory.environment(run).problem(randomStream(0, 'playground', 'first'));
    return unedited(prompt, []);
  }
  return unedited(Array.from(listAt(table.prompt, row)), Array.from(listAt(table.cot, row)));
}

/** A prompt with the chain of thought that was written for it. */
export function unedited(prompt: readonly number[], cot: readonly number[], by = UNEDITED): Edit {
  return { prompt, cot, by, own: { prompt, cot } };
}
