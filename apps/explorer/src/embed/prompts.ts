import { OWN } from '@vestige/ablation';
import { createEnvironment } from '@vestige/environment';
import { readTable } from '@vestige/rollouts';
import { NOT_MEASURED, type PromptColumn } from '../format.ts';
import { arrowFile, booleans, numbers, optionalNumbers, type PageColumn, strings } from './columns.ts';
import type { ExplorerRun } from './run.ts';

/** Evaluation prompts of a run in the page. */
const PROMPTS = 256;

interface PagePrompt {
  readonly run: number;
  readonly problemId: number;
  question: readonly number[];
  thought: readonly number[];
  label: number;
  answer: number;
  /** By intervention. */
  readonly probability: Map<string, number>;
  readonly mass: Map<string, number>;
  readonly right: Map<string, number>;
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
      problem_id: { kind: 'int32', values: prompts.map(({ problemId }) => problemId) },
      question: { kind: 'uint8[]', values: prompts.map(({ question }) => question) },
      thought: { kind: 'uint8[]', values: prompts.map(({ thought }) => thought) },
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
        values: prompts.map(({ right }) => names.map((name) => right.get(name) ?? NOT_MEASURED)),
      },
    } satisfies Record<PromptColumn, PageColumn>),
  };
}

function promptsOf({ interventions, environment }: ExplorerRun, run: number): PagePrompt[] {
  const { ids } = createEnvironment(environment).format;
  const { table, rowCount } = readTable(interventions);
  const intervention = strings(table, 'intervention');
  const problemId = numbers(table, 'problem_id');
  const probability = numbers(table, 'frozen_answer_probability');
  const mass = optionalNumbers(table, 'answer_mass');
  const final = booleans(table, 'final');
  const right = numbers(table, 'right');
  const question = strings(table, 'question');
  const thought = strings(table, 'thought');
  const label = strings(table, 'label');
  const answer = strings(table, 'answer');
  const byId = new Map<number, PagePrompt>();
  for (let row = 0; row < rowCount; row++) {
    const id = problemId[row]!;
    if (id >= PROMPTS || !final(row)) continue;
    const name = intervention(row);
    const found: PagePrompt = byId.get(id) ?? {
      ...{ run, problemId: id, question: [], thought: [], label: 0, answer: 0 },
      ...{ probability: new Map(), mass: new Map(), right: new Map() },
    };
    byId.set(id, found);
    if (name === 'frozen') {
      found.question = ids(question(row));
      found.thought = ids(thought(row));
      found.label = ids(label(row))[0]!;
      found.answer = ids(answer(row))[0]!;
    }
    // `own` is a sample of what `frozen` measures.
    if (name === OWN) continue;
    found.probability.set(name, Math.round(255 * probability[row]!));
    found.mass.set(name, Math.round(255 * mass(row)));
    found.right.set(name, right[row]!);
  }
  return [...byId.values()];
}
