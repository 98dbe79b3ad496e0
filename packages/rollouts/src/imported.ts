import { type Column, categoryColumn, column, optionalColumn } from './column.ts';
import type { Row } from './tables.ts';

/** What the provenance of a segment of imported rollouts has as `table`. */
export const IMPORTED_TABLE = 'imported';

/** How it is known where the thought of an imported completion ends. */
export const BOUNDARIES = ['closed', 'opened', 'unfinished', 'none', 'unknown', 'field'] as const;

/** One of {@link BOUNDARIES}; the column `boundary` says what each means. */
export type Boundary = (typeof BOUNDARIES)[number];

const IMPORTED = {
  step: optionalColumn('int32', 'Update of the trainer; null where its files do not say.'),
  problem: column(
    'utf8',
    "The trainer's own id of the problem, else q: and 16 hexadecimal digits of the SHA-256 of the question.",
  ),
  group: optionalColumn('utf8', 'Environment, task or data source; null where there is none.'),
  question: column('utf8', 'The prompt as text; messages as `role: content`, an empty line between.'),
  boundary: categoryColumn(
    BOUNDARIES,
    'closed: both marks of the thought stand in the completion; opened: it was begun in the prompt; unfinished: it never ends; none: thoughts are marked in this file, and this completion has none; unknown: nothing says where a thought ends; field: the thought came in a field of its own.',
  ),
  opening: optionalColumn(
    'utf8',
    'All that stands before the thought, the mark that opens it included; null for nothing.',
  ),
  closing: optionalColumn(
    'utf8',
    'The mark that closes the thought; null for nothing. opening, thought, closing and response are the completion, where it came as one text.',
  ),
  thought: optionalColumn('utf8', 'Chain of thought; null for the boundaries none and unknown.'),
  response: column('utf8', 'What follows the thought; all of the completion where the thought is null.'),
  answer: optionalColumn('utf8', 'The short answer found in the response; null if none was found.'),
  label: optionalColumn('utf8', 'The right answer, as the files say.'),
  reward: optionalColumn(
    'float64',
    'The reward, as the files say; a sum of parts where they have parts only.',
  ),
  advantage: optionalColumn('float64', 'The advantage, as the trainer gave it.'),
  tokens: optionalColumn('int32', 'Tokens of the completion.'),
  stop: optionalColumn('utf8', "Why it ends: end, length, or the trainer's word."),
  ids: optionalColumn('int32[]', 'Token ids of the completion.'),
  log_probs: optionalColumn(
    'float32[]',
    'Log-probability of each token of the completion when it was sampled, nats.',
  ),
  line: column('int32', 'Line, row or member of the source file, from 1.'),
  extra: optionalColumn('utf8', 'JSON object of further scalar fields of the record.'),
};

/** A row of an imported segment without the parts of its reward. */
export type ImportedRow = Row<typeof IMPORTED>;

/** Name of the column of a part of the reward. */
export type RewardPart = `reward_${string}`;

/** What a part of the reward may be. */
type PartColumn = Column<'float64', true>;

/**
 * Columns of a segment of imported rollouts (`imported.arrow`), one row per completion.
 *
 * @param parts names of the parts of the reward; each has the column `reward_<part>`
 */
export function importedColumns(
  parts: readonly string[],
): typeof IMPORTED & Readonly<Record<RewardPart, PartColumn>> {
  const partColumns = Object.fromEntries(
    parts.map((part) => [`reward_${part}`, optionalColumn('float64', `Part of the reward: ${part}.`)]),
  ) as Record<RewardPart, PartColumn>;
  return { ...IMPORTED, ...partColumns };
}

/** Names of the parts of the reward among the columns of a segment. */
export function importedParts(columns: Iterable<string>): string[] {
  return [...columns]
    .filter((name) => name.startsWith('reward_'))
    .map((name) => name.slice('reward_'.length));
}
