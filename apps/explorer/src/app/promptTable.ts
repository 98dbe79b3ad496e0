import { tableFromIPC } from 'apache-arrow';
import { type Lists, listsOf, numbersOf } from './lists.ts';

/** Evaluation prompts of the final policies as columns; see `PromptColumn`. */
export interface PromptTable {
  readonly rows: number;
  readonly run: Int32Array;
  readonly promptId: Int32Array;
  readonly prompt: Lists;
  readonly cot: Lists;
  readonly label: Uint8Array;
  readonly answer: Uint8Array;
  /** By intervention, units of 1/255. */
  readonly probability: Lists;
  /** By intervention, probability of all answers together, units of 1/255. */
  readonly mass: Lists;
  /** By intervention, 1 or 0, {@link NOT_MEASURED} if it was not made. */
  readonly right: Lists;
}

/** @param bytes an Arrow file */
export function readPromptTable(bytes: Uint8Array): PromptTable {
  const table = tableFromIPC(bytes);
  return {
    rows: table.numRows,
    run: numbersOf<Int32Array>(table, 'run'),
    promptId: numbersOf<Int32Array>(table, 'prompt_id'),
    prompt: listsOf(table, 'prompt'),
    cot: listsOf(table, 'cot'),
    label: numbersOf<Uint8Array>(table, 'label'),
    answer: numbersOf<Uint8Array>(table, 'answer'),
    probability: listsOf(table, 'probability'),
    mass: listsOf(table, 'mass'),
    right: listsOf(table, 'right'),
  };
}
