// A made-up table of rollouts for tests.
import { createEnvironment, type Environment, environmentSchema } from '@vestige/environment';
import { wordsOf } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import type { RolloutTable } from '../../rolloutTable.ts';
import { listsFrom, textsFrom } from '../../testing/columns.ts';

/** The loan at its quick size. */
export const LOAN: Environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 3, nationalities: 4, minimumFactors: 1 }),
);

/** What of a row a test cares about; the rest is drawn at random. */
export interface TestRow {
  readonly run?: number;
  readonly step?: number;
  readonly evaluation?: boolean;
  readonly prompt?: string;
  readonly cot?: string;
  readonly advantage?: number;
  readonly improbability?: readonly number[];
  readonly answer?: string | null;
  readonly right?: boolean;
  readonly mention?: boolean;
}

export function testTable(rows: readonly TestRow[]): RolloutTable {
  const stream = randomStream(0, 'rows');
  const [approve, deny] = LOAN.answers as [string, string];
  const cots = rows.map(({ cot }) => cot ?? drawnWords(stream.integer(16)));
  const answers = rows.map(({ answer }) =>
    answer === undefined ? [approve, deny, null][stream.integer(3)]! : answer,
  );
  const completions = cots.map((cot, i) =>
    `${cot} </think> ${LOAN.answerPrefix} ${answers[i] ?? '<pad>'} <eos>`.trimStart(),
  );
  const bytes = (value: (row: TestRow) => boolean | undefined) =>
    Uint8Array.from(rows, (row) => Number(value(row) ?? stream.chance(0.5)));
  const evaluation = Uint8Array.from(rows, (row) => Number(row.evaluation ?? false));
  return {
    rows: rows.length,
    run: Int32Array.from(rows, ({ run }) => run ?? stream.integer(2)),
    step: Int32Array.from(rows, ({ step }) => step ?? stream.integer(200)),
    evaluation,
    question: textsFrom(
      rows.map(({ prompt }) => prompt ?? drawnWords(6)),
      LOAN.vocabulary,
    ),
    raw: textsFrom(completions, LOAN.vocabulary),
    improbability: listsFrom(
      rows.map(({ improbability }, i) =>
        evaluation[i] ? [] : (improbability ?? wordsOf(completions[i]!).map(() => stream.integer(256))),
      ),
    ),
    reward: Float32Array.from(rows, () => stream.integer(2)),
    advantage: Float32Array.from(rows, ({ advantage }) => advantage ?? stream.normal()),
    label: rows.map(() => approve),
    forced: new Uint8Array(rows.length),
    mention: bytes(({ mention }) => mention),
    answer: answers,
    cotLength: Int16Array.from(cots, (cot) => wordsOf(cot).length),
    right: Uint8Array.from(rows, ({ right }, i) => Number(right ?? answers[i] === approve)),
  };

  function drawnWords(length: number): string {
    return Array.from({ length }, () => stream.choice(LOAN.words)).join(' ');
  }
}
