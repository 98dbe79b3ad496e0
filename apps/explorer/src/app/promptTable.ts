import type { Environment } from '@vestige/environment';
import { tableFromIPC } from 'apache-arrow';
import { type Lists, listsOf, numbersOf } from './lists.ts';
import { Texts, wordsOf } from './texts.ts';

/** Evaluation prompts of the final policies as columns; see `PromptColumn`. */
export interface PromptTable {
  readonly rows: number;
  readonly run: Int32Array;
  readonly problemId: Int32Array;
  readonly question: Texts;
  readonly thought: Texts;
  readonly label: readonly string[];
  readonly answer: readonly string[];
  /** By intervention, units of 1/255. */
  readonly probability: Lists;
  /** By intervention, probability of all answers together, units of 1/255. */
  readonly mass: Lists;
  /** By intervention, 1 or 0, {@link NOT_MEASURED} if it was not made. */
  readonly right: Lists;
}

/**
 * @param bytes an Arrow file
 * @param environmentOf the environment of a run, by its place
 */
export function readPromptTable(bytes: Uint8Array, environmentOf: (run: number) => Environment): PromptTable {
  const table = tableFromIPC(bytes);
  const run = numbersOf<Int32Array>(table, 'run');
  const vocabularyOf = (row: number) => environmentOf(run[row]!).vocabulary;
  return {
    rows: table.numRows,
    run,
    problemId: numbersOf<Int32Array>(table, 'problem_id'),
    question: new Texts(listsOf(table, 'question'), vocabularyOf),
    thought: new Texts(listsOf(table, 'thought'), vocabularyOf),
    label: wordsOf(numbersOf<Uint8Array>(table, 'label'), vocabularyOf),
    answer: wordsOf(numbersOf<Uint8Array>(table, 'answer'), vocabularyOf),
    probability: listsOf(table, 'probability'),
    mass: listsOf(table, 'mass'),
    right: listsOf(table, 'right'),
  };
}
