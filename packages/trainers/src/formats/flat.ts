import { asNumber, type Draft, draftOf, numberIn, type SourceRecord, textIn } from '../draft.ts';

/** Where the fields of a rollout stand in a flat record. */
interface Fields {
  readonly question: string;
  readonly completion: string;
  readonly reward?: string;
  readonly advantage?: string;
}

/**
 * The rollout of a record whose fields are columns.
 *
 * @param others fields that the caller reads itself
 * @param isPart whether a value is one of a part of the reward
 */
export function flatDraft(
  record: SourceRecord,
  { question, completion, reward, advantage }: Fields,
  others: ReadonlySet<string>,
  isPart: (value: unknown, field: string) => boolean,
): Draft {
  const draft = draftOf(textIn(record, question), [textIn(record, completion)]);
  draft.step = numberIn(record, 'step');
  if (reward !== undefined) draft.reward = numberIn(record, reward);
  if (advantage !== undefined) draft.advantage = numberIn(record, advantage);
  for (const field in record) {
    if (
      field === question ||
      field === completion ||
      field === reward ||
      field === advantage ||
      field === 'step' ||
      others.has(field)
    ) {
      continue;
    }
    const value = record[field];
    if (!isPart(value, field)) draft.extra[field] = value;
    else {
      const number = asNumber(value);
      if (typeof number === 'number') draft.parts[field] = number;
    }
  }
  return draft;
}
