import { RecordError } from './importError.ts';

/** An object as a trainer wrote it. Whole numbers of Parquet files may be bigint. */
export type SourceRecord = Readonly<Record<string, unknown>>;

/** A rollout before its thought, its answer and its step are settled. */
export interface Draft {
  /** Null where the record does not say. */
  step: number | null;
  problem: string | null;
  group: string | null;
  question: string;
  /** What the model wrote, turn by turn; without the thought where that has a field of its own. */
  turns: readonly string[];
  /** A thought that came in a field of its own. */
  thought: string | null;
  answer: string | null;
  label: string | null;
  reward: number | null;
  /** Whether the files have no reward but its parts: it is made of them here, as {@link sumOf}. */
  isSummed: boolean;
  parts: Record<string, number>;
  /** Parts of the reward if they add up to it in all of a file's sample; else fields that nothing claims. */
  metrics: Record<string, number>;
  advantage: number | null;
  tokens: number | null;
  stop: string | null;
  ids: readonly number[] | null;
  logProbs: readonly number[] | null;
  /** Fields that nothing claims. */
  extra: Record<string, unknown>;
}

/** A draft of what all have: the rest is null. */
export function draftOf(question: string, turns: readonly string[]): Draft {
  return {
    step: null,
    problem: null,
    group: null,
    question,
    turns,
    thought: null,
    answer: null,
    label: null,
    reward: null,
    isSummed: false,
    parts: {},
    metrics: {},
    advantage: null,
    tokens: null,
    stop: null,
    ids: null,
    logProbs: null,
    extra: {},
  };
}

/** The sum of the parts of a reward, each times its weight, 1 if it has none; null if there are no parts. */
export function sumOf(
  parts: Readonly<Record<string, number>>,
  weights: Readonly<Record<string, number>>,
): number | null {
  let sum: number | null = null;
  for (const part in parts)
    sum = (sum ?? 0) + (Object.hasOwn(weights, part) ? weights[part]! : 1) * parts[part]!;
  return sum;
}

/** @throws {RecordError} if the field holds no text */
export function textIn(record: SourceRecord, field: string): string {
  const value = record[field];
  if (typeof value === 'string') return value;
  throw new RecordError(`field ${field}: expected text, found ${told(value)}`);
}

/** A number; null where it is missing or not finite. @throws {RecordError} if it is something else */
export function numberIn(record: SourceRecord, field: string): number | null {
  const value = record[field];
  const number = asNumber(value);
  if (number !== undefined) return number;
  throw new RecordError(`field ${field}: expected a number, found ${told(value)}`);
}

/** A number, true as 1 and false as 0; null for what is missing or not finite; undefined for what is no number. */
export function asNumber(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'boolean' ? Number(value) : undefined;
}

/** Text as it is, anything else as JSON; null where it is missing. */
export function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : json(value);
}

/** A list of objects; undefined if it is something else. */
export function asRecords(value: unknown): readonly SourceRecord[] | undefined {
  return Array.isArray(value) && value.every(isRecord) ? value : undefined;
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is SourceRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As JSON; whole numbers of Parquet files as numbers. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));
}

/** What a value is, in a word of a message. */
export function told(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', object: 'an object' }[typeof value as string] ?? `a ${typeof value}`;
}
