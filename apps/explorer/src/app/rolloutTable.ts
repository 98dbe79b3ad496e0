import { type Environment, TOKENS } from '@vestige/environment';
import { tableFromIPC } from 'apache-arrow';
import { type Lists, listAt, listsOf, numbersOf } from './lists.ts';

/** The rollouts of the page as columns; see `RolloutColumn`. Those of training stand first. */
export interface RolloutTable {
  readonly rows: number;
  readonly run: Int32Array;
  readonly step: Int32Array;
  /** 1 for what was written for an evaluation prompt, 0 in training. */
  readonly evaluation: Uint8Array;
  readonly prompt: Lists;
  readonly completion: Lists;
  readonly improbability: Lists;
  readonly reward: Float32Array;
  readonly advantage: Float32Array;
  readonly label: Uint8Array;
  readonly forced: Uint8Array;
  readonly mention: Uint8Array;
  /** Token id of the answer, -1 if the completion is not well-formed. */
  readonly answer: Int16Array;
  /** Tokens of the chain of thought. */
  readonly cotLength: Int16Array;
  /** 1 if the answer is right. */
  readonly correct: Uint8Array;
}

/**
 * Reads the table, and works out what a row's own tokens tell.
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
  const completion = listsOf(table, 'completion');
  const run = numbersOf<Int32Array>(table, 'run');
  const label = numbersOf<Uint8Array>(table, 'label');
  const answer = new Int16Array(rows);
  const cotLength = new Int16Array(rows);
  const correct = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const { answerPrefix, answers, alwaysPasses } = environmentOf(run[row]!);
    const { offsets, values } = completion;
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    let at = start;
    while (at < end && values[at] !== TOKENS.endThink) at++;
    cotLength[row] = at - start;
    const given = values[at + 1 + answerPrefix.length] ?? -1;
    const wellFormed =
      end - at === answerPrefix.length + 3 &&
      answerPrefix.every((token, i) => values[at + 1 + i] === token) &&
      answers.includes(given) &&
      values[end - 1] === TOKENS.eos;
    answer[row] = wellFormed ? given : -1;
    correct[row] = Number(wellFormed && (given === label[row] || (alwaysPasses?.includes(given) ?? false)));
  }
  return {
    ...{ rows, run, label, completion, answer, cotLength, correct },
    step: numbersOf<Int32Array>(table, 'step'),
    evaluation: numbersOf<Uint8Array>(table, 'evaluation'),
    prompt: listsOf(table, 'prompt'),
    improbability: listsOf(table, 'improbability'),
    reward: numbersOf<Float32Array>(table, 'reward'),
    advantage: numbersOf<Float32Array>(table, 'advantage'),
    forced: numbersOf<Uint8Array>(table, 'forced'),
    mention: numbersOf<Uint8Array>(table, 'mention'),
  };
}

/** Prompt and chain of thought of a row. */
export function thoughtOf(table: RolloutTable, row: number): { prompt: number[]; cot: number[] } {
  return {
    prompt: [...listAt(table.prompt, row)],
    cot: [...listAt(table.completion, row).subarray(0, table.cotLength[row])],
  };
}

/** Updates that the policy had received which wrote a row: that of training is used in the update after. */
export function writtenAfter({ step, evaluation }: RolloutTable, row: number): number {
  return step[row]! - (evaluation[row] ? 0 : 1);
}
