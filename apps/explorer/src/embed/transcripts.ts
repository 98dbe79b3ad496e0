import { OWN } from '@vestige/ablation';
import { type InterventionRow, interventionColumns, readTable } from '@vestige/rollouts';
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
    const rows = [...readTable(run.interventions, COLUMNS).rows()].filter(({ final }) => final);
    const prompts = [...Map.groupBy(rows, ({ problem_id }) => problem_id).values()]
      .sort(([a], [b]) => a!.problem_id - b!.problem_id)
      .flatMap((all) => {
        const own = all.find(({ intervention }) => intervention === OWN);
        return own ? [transcriptOf(run, own, all, placeOf)] : [];
      });
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

function transcriptOf(
  { units }: GivenRun,
  own: InterventionRow,
  rows: readonly InterventionRow[],
  placeOf: (name: string) => number,
): Transcript {
  const { question, raw, label, group } = own;
  const thought = own.thought ?? '';
  const at = raw === null ? -1 : raw.indexOf(thought);
  const outcomeOf = (row: InterventionRow): Outcome => ({
    by: placeOf(row.intervention),
    ...touched(row, units),
    ...(row.question !== question && { question: spliceOf(question, row.question) }),
    ...(row.thought !== thought && { thought: shownThought(thought, row.thought) }),
    answer: row.answer,
    right: thousandths(row.right),
    unchanged: thousandths(row.unchanged),
    frozen: thousandths(row.frozen_answer_probability),
    labelled: thousandths(row.label_probability),
    mass: row.answer_mass === null ? null : thousandths(row.answer_mass),
  });
  return {
    ...{ id: own.problem_id, group, question, thought, label },
    around: at < 0 ? null : [raw!.slice(0, at), raw!.slice(at + thought.length)],
    units: units(thought).map(({ start, end, kind }) => [start, end, kind] as const),
    outcomes: rows.map(outcomeOf),
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
