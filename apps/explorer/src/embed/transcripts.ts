import { OWN } from '@vestige/ablation';
import { type InterventionRow, interventionColumns, streamTable } from '@vestige/rollouts';
import type { Manifest, Outcome, Splice, Transcript, TranscriptPolicy, Transcripts } from '../format.ts';
import { spliceOf } from '../splice.ts';
import { block } from './block.ts';
import type { GivenRun } from './givenRun.ts';

/** Whatever interventions there are. */
const COLUMNS = interventionColumns([]);

/** What policies that were trained elsewhere wrote and answered at last, all of it. */
export function readTranscripts(given: readonly GivenRun[], conditions: Manifest['conditions']): Transcripts {
  const interventions: string[] = [];
  const placeOf = (name: string) => {
    const known = interventions.indexOf(name);
    return known >= 0 ? known : interventions.push(name) - 1;
  };
  const policies = given.map((run): TranscriptPolicy => {
    const prompts = promptsOf(run, placeOf);
    return {
      condition: conditions.findIndex(({ name }) => name === run.condition),
      ...{ seed: run.seed, part: run.part, skipped: run.skipped, of: prompts.length, prompts },
    };
  });
  return { interventions, policies };
}

/** As many prompts as fit, of each policy as many as of the others. @param budget characters */
export function fitTranscripts(
  transcripts: Transcripts,
  budget: number,
): { readonly content: string; readonly held: number; readonly of: number } {
  const { policies, interventions } = transcripts;
  const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
  let most = Math.max(0, ...policies.map((policy) => policy.of));
  for (;;) {
    const kept = policies.map((policy) => ({ ...policy, prompts: policy.prompts.slice(0, most) }));
    const content = block(JSON.stringify({ interventions, policies: kept } satisfies Transcripts));
    if (content.length <= budget || most === 0) {
      return {
        content,
        held: sum(kept.map(({ prompts }) => prompts.length)),
        of: sum(policies.map((policy) => policy.of)),
      };
    }
    most = Math.floor(most * Math.max(0, Math.min(0.98, (budget / content.length) * 0.99)));
  }
}

/** What the file says of each prompt: `own` first, then all else. A row at a time, for thoughts may be long. */
function promptsOf(run: GivenRun, placeOf: (name: string) => number): Transcript[] {
  const prompts = new Map<number, Transcript & { readonly outcomes: Outcome[] }>();
  for (const row of streamTable(run.interventions, COLUMNS).rows()) {
    if (!row.final) continue;
    if (row.intervention === OWN) prompts.set(row.problem_id, { ...begun(row, run), outcomes: [] });
    const prompt = prompts.get(row.problem_id);
    prompt?.outcomes.push(outcomeOf(row, prompt, placeOf(row.intervention), run));
  }
  return [...prompts.values()].sort((a, b) => a.id - b.id);
}

function begun(own: InterventionRow, { units }: GivenRun): Omit<Transcript, 'outcomes'> {
  const { question, raw, label, group } = own;
  const thought = own.thought ?? '';
  const at = raw === null ? -1 : raw.indexOf(thought);
  return {
    ...{ id: own.problem_id, group, question, thought, label },
    around: at < 0 ? null : [raw!.slice(0, at), raw!.slice(at + thought.length)],
    units: units(thought).map(({ start, end, kind }) => [start, end, kind] as const),
  };
}

function outcomeOf(
  row: InterventionRow,
  { question, thought }: Pick<Transcript, 'question' | 'thought'>,
  by: number,
  { units }: GivenRun,
): Outcome {
  return {
    by,
    ...touched(row, units),
    ...(row.question !== question && { question: spliceOf(question, row.question) }),
    ...(row.thought !== thought && { thought: shownThought(thought, row.thought) }),
    answer: row.answer,
    right: thousandths(row.right),
    unchanged: thousandths(row.unchanged),
    frozen: thousandths(row.frozen_answer_probability),
    labelled: thousandths(row.label_probability),
    mass: row.answer_mass === null ? null : thousandths(row.answer_mass),
  };
}

function shownThought(own: string, shown: string | null): Splice | null {
  return shown === null ? null : spliceOf(own, shown);
}

/** The unit that was touched, and what stands in its place, where the policy wrote on. */
function touched(
  { intervention, unit, unit_at, changed, thought }: InterventionRow,
  units: GivenRun['units'],
): Pick<Outcome, 'unit' | 'unitAt' | 'changed' | 'instead'> {
  if (unit === null) return {};
  if (unit_at === null) return { unit };
  const there = intervention === 'resampleEach' ? units(thought ?? '')[unit_at] : undefined;
  return {
    ...{ unit, unitAt: unit_at },
    ...(changed !== null && { changed }),
    ...(there && { instead: [there.start, there.end] as const }),
  };
}

function thousandths(probability: number): number {
  return Math.round(1000 * probability);
}
