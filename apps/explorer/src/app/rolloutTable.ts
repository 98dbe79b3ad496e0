import { type Environment, isRight } from '@vestige/environment';
import { tableFromIPC } from 'apache-arrow';
import { type Lists, listsOf, numbersAt, numbersOf } from './lists.ts';
import { Texts, wordsOf } from './texts.ts';
import type { Thinking } from './thinking.ts';

/** The rollouts of the page as columns; see `RolloutColumn`. Those of training stand first. */
export interface RolloutTable {
  readonly rows: number;
  readonly run: Int32Array;
  readonly step: Int32Array;
  /** 1 for what was written for an evaluation prompt, 0 in training. */
  readonly evaluation: Uint8Array;
  readonly question: Texts;
  /** Whole completions. */
  readonly raw: Texts;
  readonly improbability: Lists;
  readonly reward: Float32Array;
  readonly advantage: Float32Array;
  readonly label: readonly string[];
  readonly forced: Uint8Array;
  readonly mention: Uint8Array;
  /** Null if the completion is not well-formed. */
  readonly answer: readonly (string | null)[];
  /** Words of the chain of thought, at the head of the completion. */
  readonly cotLength: Int16Array;
  /** 1 if the answer is right. */
  readonly right: Uint8Array;
}

/**
 * Reads the table, and works out what a completion tells.
 *
 * @param bytes an Arrow file
 * @param environmentOf the environment of a run, by its place
 */
export function readRolloutTable(
  bytes: Uint8Array,
  environmentOf: (run: number) => Environment,
): RolloutTable {
  const table = tableFromIPC(bytes);
  const rows = table.numRows;
  const run = numbersOf<Int32Array>(table, 'run');
  const vocabularyOf = (row: number) => environmentOf(run[row]!).vocabulary;
  const label = wordsOf(numbersOf<Uint8Array>(table, 'label'), vocabularyOf);
  const raw = new Texts(listsOf(table, 'raw'), vocabularyOf);
  const answer: (string | null)[] = [];
  const cotLength = new Int16Array(rows);
  const right = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const environment = environmentOf(run[row]!);
    const parsed = environment.format.parse(numbersAt(raw.ids, row));
    answer.push(parsed.answer);
    cotLength[row] = parsed.cot.length;
    right[row] = Number(isRight(environment, parsed.answer, label[row]!));
  }
  return {
    ...{ rows, run, label, raw, answer, cotLength, right },
    step: numbersOf<Int32Array>(table, 'step'),
    evaluation: numbersOf<Uint8Array>(table, 'evaluation'),
    question: new Texts(listsOf(table, 'question'), vocabularyOf),
    improbability: listsOf(table, 'improbability'),
    reward: numbersOf<Float32Array>(table, 'reward'),
    advantage: numbersOf<Float32Array>(table, 'advantage'),
    forced: numbersOf<Uint8Array>(table, 'forced'),
    mention: numbersOf<Uint8Array>(table, 'mention'),
  };
}

/** The chain of thought of a row. */
export function thoughtOf({ raw, cotLength }: RolloutTable, row: number): string {
  return raw.text(row, cotLength[row]);
}

/** Question and chain of thought of a row. */
export function thinkingOf(table: RolloutTable, row: number): Thinking {
  return { question: table.question.text(row), thought: thoughtOf(table, row) };
}

/** Updates that the policy had received which wrote a row: that of training is used in the update after. */
export function writtenAfter({ step, evaluation }: RolloutTable, row: number): number {
  return step[row]! - (evaluation[row] ? 0 : 1);
}
