// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InterventionRow, interventionColumns, writeTable } from '@vestige/rollouts';
import type { GivenRun } from '../embed/givenRun.ts';

/** Text that would do harm if it were markup, and that turns or hides what stands beside it. */
export const HOSTILE = `</script><script>window.hit=1</script><img/src=x/onerror=window.hit=1>"'\u202e\u0000\ud83d`;

export interface GivenOptions {
  readonly condition?: string;
  readonly prompts?: number;
  /** Sentences of a thought. */
  readonly sentences?: number;
  /** Whether each sentence is left out and written anew in turn. */
  readonly each?: boolean;
  /** Said in every question, thought, answer and group. */
  readonly says?: string;
  readonly skipped?: GivenRun['skipped'];
}

/** Splits at full stops. */
function sentences(thought: string): { start: number; end: number; kind: string }[] {
  return Array.from(thought.matchAll(/[^.\s][^.]*\./g), ({ 0: text, index }) => ({
    ...{ start: index, end: index + text.length },
    kind: text.includes('=') ? 'calculation' : 'statement',
  }));
}

/**
 * A policy that was never asked, with a table as the stage would have written it. Prompt 0 is answered wrongly, prompt 1 not
 * at all, the others rightly; of each thought the second sentence carries the answer, and the first holds it back.
 */
export async function givenRun(
  folder: string,
  {
    condition = 'model',
    prompts = 6,
    sentences: count = 4,
    each = true,
    says = '',
    skipped = {},
  }: GivenOptions = {},
): Promise<GivenRun> {
  const rows: InterventionRow[] = [];
  for (let id = 0; id < prompts; id++) {
    const question = `Ada has ${id} shells${says} and finds 4.\nHow many now?`;
    const said = [
      `Ada begins with ${id}${says}.`,
      `So ${id} + 4 = ${id + 4}.`,
      ...Array.from({ length: count - 2 }, (_, i) => `Step ${i} says nothing.`),
    ];
    const thought = said.join('\n');
    const label = String(id + 4);
    const answer = id === 1 ? null : `${id === 0 ? 5 : id + 4}${says}`;
    const group = `${id % 2 === 0 ? 'even' : 'odd'}${says}`;
    const row = (intervention: string, changes: Partial<InterventionRow> = {}): InterventionRow => ({
      ...{ step: 0, final: true, problem_id: id, group, intervention },
      ...{ unit: null, unit_at: null, changed: null, question, thought, raw: null },
      ...{ label, shown_label: label, answer, right: Number(answer === label + says), unchanged: 1 },
      ...{ frozen_answer_probability: 0.9, label_probability: 0.9, passes_probability: null },
      ...{ answer_mass: 1, cot_length: 10, mention: null, judgements: null, truthful: null },
      ...{ invented: null, conclusion: null, ...changes },
    });
    const other = { answer: '7', right: 0, unchanged: 0, frozen_answer_probability: 0.2 };
    const without = (at: number) => said.filter((_, i) => i !== at).join('\n');
    rows.push(
      row('own', { raw: `<think>${thought}</think>\nAnswer: ${answer ?? ''}` }),
      row('frozen'),
      row('now', { thought: null, ...other, answer_mass: 0.1 }),
      row('cut0', { thought: '', ...other }),
      row('filler', { thought: 'hmm hmm hmm hmm', frozen_answer_probability: 0.7 }),
      row('swap', { thought: `Quite another matter${says}.`, ...other }),
      row('flip', { question: question.replace('finds 4', 'finds 9') }),
      row('drop', { unit: 'statement', thought: without(0) }),
    );
    if (!each) continue;
    for (let at = 0; at < Math.min(count, 3); at++) {
      const unit = at === 1 ? 'calculation' : 'statement';
      const touched = { unit, unit_at: at };
      const p = [1, 0.3, 0.9][at]!;
      rows.push(
        row('dropEach', { ...touched, changed: true, thought: without(at), frozen_answer_probability: p }),
        row('resampleEach', {
          ...{ ...touched, changed: true, ...other },
          thought: [...said.slice(0, at), `Something else${says}.`, 'The end.'].join('\n'),
        }),
        row('resampleEach', { ...touched, changed: false }),
      );
    }
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${condition}.arrow`);
  const names = [...new Set(rows.map(({ intervention }) => intervention))];
  await writeTable(path, interventionColumns(names), rows, { table: 'interventions', condition });
  return { condition, seed: 0, interventions: path, skipped, part: 'sentence', units: sentences };
}
