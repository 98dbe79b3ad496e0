import { readTable } from '@vestige/rollouts';
import { NOT_MEASURED, type PromptColumn } from '../format.ts';
import { arrowFile, booleans, lists, numbers, type PageColumn, strings } from './columns.ts';
import type { ExplorerRun } from './run.ts';

/** Evaluation prompts of a run in the page. */
const PROMPTS = 256;

interface PagePrompt {
  readonly run: number;
  readonly promptId: number;
  prompt: ArrayLike<number>;
  cot: ArrayLike<number>;
  label: number;
  answer: number;
  /** By intervention. */
  readonly probability: Map<string, number>;
  readonly mass: Map<string, number>;
  readonly right: Map<string, boolean>;
}

/** What the interventions did to each evaluation prompt under the final policies; see `PromptColumn`. */
export function promptsFile(runs: readonly ExplorerRun[]): {
  readonly bytes: Uint8Array;
  readonly interventions: readonly string[];
} {
  const prompts = runs.flatMap(promptsOf);
  const names = [...new Set(prompts.flatMap(({ probability }) => [...probability.keys()]))];
  const uint8 = (values: readonly number[]) => ({ kind: 'uint8' as const, values });
  return {
    interventions: names,
    bytes: arrowFile({
      run: { kind: 'int32', values: prompts.map(({ run }) => run) },
      prompt_id: { kind: 'int32', values: prompts.map(({ promptId }) => promptId) },
      prompt: { kind: 'uint8[]', values: prompts.map(({ prompt }) => prompt) },
      cot: { kind: 'uint8[]', values: prompts.map(({ cot }) => cot) },
      label: uint8(prompts.map(({ label }) => label)),
      answer: uint8(prompts.map(({ answer }) => answer)),
      probability: {
        kind: 'uint8[]',
        values: prompts.map(({ probability }) => names.map((name) => probability.get(name) ?? 0)),
      },
      mass: {
        kind: 'uint8[]',
        values: prompts.map(({ mass }) => names.map((name) => mass.get(name) ?? 0)),
      },
      right: {
        kind: 'uint8[]',
        values: prompts.map(({ right }) => names.map((name) => Number(right.get(name) ?? NOT_MEASURED))),
      },
    } satisfies Record<PromptColumn, PageColumn>),
  };
}

function promptsOf({ interventions }: ExplorerRun, run: number): PagePrompt[] {
  const { table, rowCount } = readTable(interventions);
  const intervention = strings(table, 'intervention');
  const [promptId, label, answer, probability, mass] = [
    'prompt_id',
    'label',
    'answer',
    'frozen_answer_probability',
    'answer_mass',
  ].map((name) => numbers(table, name)) as [
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
    ArrayLike<number>,
  ];
  const final = booleans(table, 'final');
  const correct = booleans(table, 'correct');
  const prompt = lists(table, 'prompt');
  const cot = lists(table, 'cot');
  const byId = new Map<number, PagePrompt>();
  for (let row = 0; row < rowCount; row++) {
    const id = promptId[row]!;
    if (id >= PROMPTS || !final(row)) continue;
    const name = intervention(row);
    const found: PagePrompt = byId.get(id) ?? {
      ...{ run, promptId: id, prompt: [], cot: [], label: 0, answer: 0 },
      ...{ probability: new Map(), mass: new Map(), right: new Map() },
    };
    byId.set(id, found);
    if (name === 'frozen') {
      found.prompt = prompt(row);
      found.cot = cot(row);
      found.label = label[row]!;
      found.answer = answer[row]!;
    }
    // `own` is a sample of what `frozen` measures.
    if (name === 'own') continue;
    found.probability.set(name, Math.round(255 * probability[row]!));
    found.mass.set(name, Math.round(255 * mass[row]!));
    found.right.set(name, correct(row));
  }
  return [...byId.values()];
}
