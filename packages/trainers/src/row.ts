import { hash } from 'node:crypto';
import type { ImportedRow } from '@vestige/rollouts';
import type { AnswerRule } from './answer.ts';
import { type Draft, json, sumOf } from './draft.ts';
import { RecordError } from './importError.ts';
import type { ImportOptions } from './options.ts';
import type { ThoughtRule } from './thought/decide.ts';
import { divideTurns } from './thought/divideTurns.ts';

/** Most characters of a text among the further fields. */
const LONGEST_EXTRA = 1000;

/** Most questions whose digests are kept. */
const KEPT = 10_000;

/** Makes rows of the drafts of a file. */
export interface RowMaker {
  /**
   * @param step where the draft has none
   * @throws {RecordError} if a number does not fit its column
   */
  row(draft: Draft, line: number, step: number | null): ImportedRow & Record<string, unknown>;
}

/** Prepares for a file: the columns of parts, their weights, and where fields that are left out are counted. */
export function rowMaker(
  thoughts: ThoughtRule,
  answers: AnswerRule,
  parts: readonly string[],
  weights: ImportOptions['weights'],
  leftOut: Record<string, number>,
): RowMaker {
  const digests = new Map<string, string>();
  const known = new Set(parts);
  const columns = parts.map((part) => [part, `reward_${part}`] as const);
  // Rollouts of a question mostly follow each other.
  let last: { readonly question: string; readonly digest: string } | undefined;
  const digest = (question: string) => {
    if (last?.question === question) return last.digest;
    let made = digests.get(question);
    if (made === undefined) {
      if (digests.size === KEPT) digests.clear();
      made = `q:${hash('sha256', question).slice(0, 16)}`;
      digests.set(question, made);
    }
    last = { question, digest: made };
    return made;
  };
  return {
    row(draft, line, step) {
      const { boundary, opening, thought, closing, response } = divideTurns(thoughts, draft);
      let extra = draft.extra;
      for (const part in draft.parts) {
        // It came only after the columns were fixed.
        if (!known.has(part)) extra = { ...extra, [part]: draft.parts[part] };
      }
      const row: ImportedRow & Record<string, unknown> = {
        step: int32('step', draft.step ?? step),
        problem: draft.problem ?? digest(draft.question),
        group: draft.group,
        question: draft.question,
        boundary,
        opening,
        closing,
        thought,
        response,
        answer: answers.name === 'field' ? draft.answer : answers.find(response),
        label: draft.label,
        reward: draft.isSummed ? sumOf(draft.parts, weights) : draft.reward,
        advantage: draft.advantage,
        tokens: int32('tokens', draft.tokens ?? draft.ids?.length ?? null),
        stop: stopOf(draft.stop),
        ids: listOf('ids', draft.ids, isInt32, leftOut),
        log_probs: listOf('log_probs', draft.logProbs, Number.isFinite, leftOut),
        line,
        extra: extraOf(extra, leftOut),
      };
      for (const [part, column] of columns) row[column] = draft.parts[part] ?? null;
      return row;
    },
  };
}

/** A list all of whose values hold; else it is left out, since a part of it would stand for other tokens. */
function listOf(
  name: string,
  values: readonly number[] | null,
  holds: (value: number) => boolean,
  leftOut: Record<string, number>,
): readonly number[] | null {
  if (values === null || values.every(holds)) return values;
  leftOut[name] = (leftOut[name] ?? 0) + 1;
  return null;
}

function isInt32(value: number): boolean {
  return value === (value | 0);
}

function int32(field: string, value: number | null): number | null {
  if (value === null || isInt32(value)) return value;
  throw new RecordError(`field ${field}: expected a whole number of 32 bits, found ${value}`);
}

const STOPS: Readonly<Record<string, string>> = {
  stop: 'end',
  eos: 'end',
  end_turn: 'end',
  max_tokens: 'length',
  max_output_tokens: 'length',
};

function stopOf(word: string | null): string | null {
  return word === null ? null : (STOPS[word] ?? word);
}

/** Scalars as a JSON object; what is larger is counted as left out. */
function extraOf(fields: Readonly<Record<string, unknown>>, leftOut: Record<string, number>): string | null {
  let kept: Record<string, unknown> | null = null;
  for (const name in fields) {
    const value = fields[name];
    if (value === null || value === undefined) continue;
    if (typeof value === 'object' || (typeof value === 'string' && value.length > LONGEST_EXTRA)) {
      leftOut[name] = (leftOut[name] ?? 0) + 1;
    } else {
      kept ??= {};
      kept[name] = value;
    }
  }
  return kept && json(kept);
}
