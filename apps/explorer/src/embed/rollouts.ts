import { OWN } from '@vestige/ablation';
import { createEnvironment } from '@vestige/environment';
import { readTable, rolloutColumns } from '@vestige/rollouts';
import type { RolloutColumn } from '../format.ts';
import { arrowFile, booleans, lists, numbers, type PageColumn, strings } from './columns.ts';
import type { ExplorerRun } from './run.ts';

/** A row of the page's table of rollouts; see `RolloutColumn`. */
interface PageRollout {
  readonly run: number;
  readonly step: number;
  readonly evaluation: boolean;
  readonly question: readonly number[];
  readonly raw: readonly number[];
  readonly improbability: ArrayLike<number>;
  readonly reward: number;
  readonly advantage: number;
  readonly label: number;
  readonly forced: boolean;
  readonly mention: boolean;
}

/** Rollouts that may go into the page. */
export interface RolloutSource {
  /** Of training, by run. */
  readonly training: readonly (readonly PageRollout[])[];
  /** What the policies wrote for evaluation prompts at their checkpoints. */
  readonly evaluation: readonly PageRollout[];
}

/** Prompts of an evaluation that are followed over the checkpoints. */
const FOLLOWED = 64;

export function readRollouts(runs: readonly ExplorerRun[]): RolloutSource {
  return {
    training: runs.map(trainingRollouts),
    evaluation: runs.flatMap(evaluationRollouts),
  };
}

/** Training rollouts in the files of runs. */
export function keptRollouts(runs: readonly ExplorerRun[]): number {
  return runs.reduce(
    (sum, { rollouts }) => sum + (rollouts === undefined ? 0 : readTable(rollouts, rolloutColumns).rowCount),
    0,
  );
}

/**
 * The table for the page: of each run and update as many rollouts as of the others, the first of the file, since they
 * stand in no order there.
 *
 * @param most training rollouts
 */
export function rolloutsFile(
  { training, evaluation }: RolloutSource,
  most: number,
): { readonly bytes: Uint8Array; readonly held: number } {
  const total = training.reduce((sum, { length }) => sum + length, 0);
  const share = Math.min(1, most / Math.max(1, total));
  const chosen = training.flatMap((rollouts) =>
    [...Map.groupBy(rollouts, ({ step }) => step).values()].flatMap((update) =>
      update.slice(0, share === 1 ? update.length : Math.floor(share * update.length)),
    ),
  );
  const rows = [...chosen, ...evaluation];
  const bytes = (values: readonly (number | boolean)[]) => ({
    kind: 'uint8' as const,
    values: values.map(Number),
  });
  return {
    held: chosen.length,
    bytes: arrowFile({
      run: { kind: 'int32', values: rows.map(({ run }) => run) },
      step: { kind: 'int32', values: rows.map(({ step }) => step) },
      evaluation: bytes(rows.map(({ evaluation }) => evaluation)),
      question: { kind: 'uint8[]', values: rows.map(({ question }) => question) },
      raw: { kind: 'uint8[]', values: rows.map(({ raw }) => raw) },
      improbability: { kind: 'uint8[]', values: rows.map(({ improbability }) => improbability) },
      reward: { kind: 'float32', values: rows.map(({ reward }) => reward) },
      advantage: { kind: 'float32', values: rows.map(({ advantage }) => advantage) },
      label: bytes(rows.map(({ label }) => label)),
      forced: bytes(rows.map(({ forced }) => forced)),
      mention: bytes(rows.map(({ mention }) => mention)),
    } satisfies Record<RolloutColumn, PageColumn>),
  };
}

function trainingRollouts({ rollouts, environment }: ExplorerRun, run: number): PageRollout[] {
  if (rollouts === undefined) return [];
  const { ids } = createEnvironment(environment).format;
  const { table, rowCount } = readTable(rollouts, rolloutColumns);
  const step = numbers(table, 'step');
  const reward = numbers(table, 'reward');
  const advantage = numbers(table, 'advantage');
  const question = strings(table, 'question');
  const raw = strings(table, 'raw');
  const label = strings(table, 'label');
  const logProbs = lists(table, 'log_probs');
  const forced = booleans(table, 'forced');
  const mention = booleans(table, 'mention');
  return Array.from({ length: rowCount }, (_, row) => ({
    run,
    step: step[row]!,
    evaluation: false,
    question: ids(question(row)),
    raw: ids(raw(row)),
    improbability: Array.from(logProbs(row), (logProb) => Math.round(255 * (1 - Math.exp(logProb)))),
    reward: reward[row]!,
    advantage: advantage[row]!,
    label: ids(label(row))[0]!,
    forced: forced(row),
    mention: mention(row),
  }));
}

function evaluationRollouts({ interventions, environment }: ExplorerRun, run: number): PageRollout[] {
  const { ids } = createEnvironment(environment).format;
  const { table, rowCount } = readTable(interventions);
  const intervention = strings(table, 'intervention');
  const problemId = numbers(table, 'problem_id');
  const step = numbers(table, 'step');
  const question = strings(table, 'question');
  const raw = strings(table, 'raw');
  const label = strings(table, 'label');
  const mention = booleans(table, 'mention');
  const rows: PageRollout[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (problemId[row]! >= FOLLOWED || intervention(row) !== OWN) continue;
    rows.push({
      run,
      step: step[row]!,
      evaluation: true,
      question: ids(question(row)),
      raw: ids(raw(row)),
      improbability: [],
      reward: 0,
      advantage: 0,
      label: ids(label(row))[0]!,
      forced: false,
      mention: mention(row),
    });
  }
  return rows;
}
