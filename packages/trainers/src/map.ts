import { asNumber, asText, type Draft, isRecord, type SourceRecord, told } from './draft.ts';
import { RecordError } from './importError.ts';
import type { MappedField } from './options.ts';

type Fill = (draft: Draft, value: unknown, column: string) => void;

const FILLS: Readonly<Record<Exclude<MappedField, `reward_${string}`>, Fill>> = {
  problem: (draft, value) => {
    draft.problem = asText(value);
  },
  group: (draft, value) => {
    draft.group = asText(value);
  },
  question: (draft, value) => {
    draft.question = asText(value) ?? '';
  },
  completion: (draft, value, column) => {
    if (typeof value !== 'string')
      throw new RecordError(`field ${column}: expected text, found ${told(value)}`);
    draft.turns = [value];
  },
  thought: (draft, value) => {
    draft.thought = asText(value);
  },
  response: (draft, value) => {
    draft.turns = [asText(value) ?? ''];
  },
  answer: (draft, value) => {
    draft.answer = asText(value);
  },
  label: (draft, value) => {
    draft.label = asText(value);
  },
  reward: (draft, value, column) => {
    draft.reward = number(value, column);
    draft.isSummed = false;
  },
  advantage: (draft, value, column) => {
    draft.advantage = number(value, column);
  },
  tokens: (draft, value, column) => {
    draft.tokens = number(value, column);
  },
  stop: (draft, value) => {
    draft.stop = asText(value);
  },
  step: (draft, value, column) => {
    draft.step = number(value, column);
  },
  extra: (draft, value, column) => {
    draft.extra[column] = value;
  },
};

/**
 * Fills a draft from the columns that the option `map` names.
 *
 * @param holds called with each of them that the record has
 * @throws {RecordError} if one cannot be what it says
 */
export function applyMap(
  map: Readonly<Record<string, MappedField>>,
  record: SourceRecord,
  draft: Draft,
  holds?: (column: string) => void,
): void {
  for (const column in map) {
    const value = valueAt(record, column);
    if (value !== undefined) holds?.(column);
    const field = map[column]!;
    delete draft.extra[column];
    delete draft.parts[column];
    delete draft.metrics[column];
    if (isPart(field)) {
      const part = number(value, column);
      if (part !== null) draft.parts[field.slice('reward_'.length)] = part;
    } else FILLS[field](draft, value, column);
  }
}

function isPart(field: MappedField): field is `reward_${string}` {
  return field.startsWith('reward_');
}

function number(value: unknown, column: string): number | null {
  const read = asNumber(value);
  if (read === undefined) throw new RecordError(`field ${column}: expected a number, found ${told(value)}`);
  return read;
}

/** A field by its name, or by the names on the way to it. */
export function valueAt(record: SourceRecord, column: string): unknown {
  if (Object.hasOwn(record, column)) return record[column];
  let value: unknown = record;
  for (const name of column.split('.')) value = isRecord(value) ? value[name] : undefined;
  return value;
}
