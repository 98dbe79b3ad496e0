// A made-up table of rollouts for tests.
import { createEnvironment, type Environment, environmentSchema, TOKENS } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import type { Lists } from '../../lists.ts';
import type { RolloutTable } from '../../rolloutTable.ts';

/** The loan at its quick size. */
export const LOAN: Environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 3, nationalities: 4, minimumFactors: 1 }),
);

/** What of a row a test cares about; the rest is drawn at random. */
export interface TestRow {
  readonly run?: number;
  readonly step?: number;
  readonly evaluation?: boolean;
  /** Words. */
  readonly prompt?: string;
  readonly cot?: string;
  readonly advantage?: number;
  readonly improbability?: readonly number[];
  readonly answer?: number;
  readonly correct?: boolean;
  readonly mention?: boolean;
}

export function tokensOf(words: string): number[] {
  return words
    .split(' ')
    .filter(Boolean)
    .map((word) => LOAN.vocabulary.indexOf(word));
}

export function testTable(rows: readonly TestRow[]): RolloutTable {
  const stream = randomStream(0, 'rows');
  const [approve, deny] = LOAN.answers as [number, number];
  const cots = rows.map(({ cot }) => (cot === undefined ? drawnWords(stream.integer(16)) : tokensOf(cot)));
  const answers = rows.map(({ answer }) => answer ?? [approve, deny, -1][stream.integer(3)]!);
  const completions = cots.map((cot, i) => [
    ...cot,
    TOKENS.endThink,
    ...LOAN.answerPrefix,
    Math.max(TOKENS.pad, answers[i]!),
    TOKENS.eos,
  ]);
  const bytes = (value: (row: TestRow) => boolean | undefined) =>
    Uint8Array.from(rows, (row) => Number(value(row) ?? stream.chance(0.5)));
  const evaluation = Uint8Array.from(rows, (row) => Number(row.evaluation ?? false));
  return {
    rows: rows.length,
    run: Int32Array.from(rows, ({ run }) => run ?? stream.integer(2)),
    step: Int32Array.from(rows, ({ step }) => step ?? stream.integer(200)),
    evaluation,
    prompt: listsFrom(rows.map(({ prompt }) => (prompt === undefined ? drawnWords(6) : tokensOf(prompt)))),
    completion: listsFrom(completions),
    improbability: listsFrom(
      rows.map(({ improbability }, i) =>
        evaluation[i] ? [] : (improbability ?? completions[i]!.map(() => stream.integer(256))),
      ),
    ),
    reward: Float32Array.from(rows, () => stream.integer(2)),
    advantage: Float32Array.from(rows, ({ advantage }) => advantage ?? stream.normal()),
    label: Uint8Array.from(rows, () => approve),
    forced: new Uint8Array(rows.length),
    mention: bytes(({ mention }) => mention),
    answer: Int16Array.from(answers),
    cotLength: Int16Array.from(cots, ({ length }) => length),
    correct: Uint8Array.from(rows, ({ correct }, i) => Number(correct ?? answers[i] === approve)),
  };

  function drawnWords(length: number): number[] {
    return Array.from(
      { length },
      () => TOKENS.eos + 1 + stream.integer(LOAN.vocabulary.length - TOKENS.eos - 1),
    );
  }
}

function listsFrom(lists: readonly (readonly number[])[]): Lists {
  const offsets = new Int32Array(lists.length + 1);
  for (const [i, { length }] of lists.entries()) offsets[i + 1] = offsets[i]! + length;
  return { offsets, values: Uint8Array.from(lists.flat()) };
}
