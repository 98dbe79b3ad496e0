import { describe } from '@vestige/ablation/interventions';
import { answers } from '@vestige/analysis';
import type { InterventionRow } from '@vestige/rollouts';
import { bold, count, counted, decimal, facts, percent, table } from '../../terminal/layout.ts';
import { mean, type TableView } from './view.ts';

interface InterventionFigures {
  readonly intervention: string;
  readonly accuracy: number;
  readonly unchanged: number;
  readonly labelProbability: number;
  /** Probability on all possible answers together; null if it cannot be known. */
  readonly mass: number | null;
  readonly prompts: number;
  readonly cotLength: number;
}

interface InterventionsSummary {
  /** Updates of each policy in the table. */
  readonly checkpoints: readonly number[];
  /** The policy the figures are about: the last. */
  readonly step: number;
  readonly prompts: number;
  readonly interventions: readonly InterventionFigures[];
}

/** `interventions.arrow`, of `vestige ablate`. */
export const interventions: TableView<InterventionRow, InterventionsSummary> = {
  title: 'answers after changes of prompt or chain of thought, one row each',
  stage: 'ablate',
  summarize: (rows) => {
    const checkpoints = [...new Set(rows.map(({ step }) => step))].sort((a, b) => a - b);
    const step = checkpoints.at(-1)!;
    const last = rows.filter((row) => row.step === step);
    const names = [...new Set(last.map(({ intervention }) => intervention))];
    return {
      checkpoints,
      step,
      prompts: new Set(last.map(({ problem_id }) => problem_id)).size,
      interventions: names.map((intervention) => {
        const chosen = last.filter((row) => row.intervention === intervention);
        return {
          intervention,
          accuracy: mean(chosen.map(({ right }) => right)),
          unchanged: mean(chosen.map(({ unchanged }) => unchanged)),
          labelProbability: mean(chosen.map(({ label_probability }) => label_probability)),
          mass: meanOfKnown(chosen.map(({ answer_mass }) => answer_mass)),
          prompts: new Set(chosen.map(({ problem_id }) => problem_id)).size,
          cotLength: mean(chosen.map(({ cot_length }) => cot_length)),
        };
      }),
    };
  },
  tell: ({ checkpoints, step, prompts, interventions: figures }) => [
    ...facts([
      ['policies', `after ${checkpoints.map((n) => count(n)).join(', ')} updates`],
      ['below', `the policy after ${counted(step, 'update')}, on ${counted(prompts, 'prompt')}`],
      ['accuracy', 'the answer is the right one for the unchanged prompt'],
      ['unchanged', 'the answer is the one of `frozen`'],
      ['answers', 'probability on all possible answers together; below a half it does not answer'],
    ]),
    '',
    ...inTable(figures),
  ],
  tellRows: (rows) =>
    rows.flatMap((row, i) => [
      ...(i === 0 ? [] : ['']),
      `  ${bold(`${row.intervention}, prompt ${row.problem_id}, after ${counted(row.step, 'update')}`)}`,
      ...facts([
        ['prompt', row.question],
        ['CoT', row.thought || '(none)'],
        ...(row.unit === null ? [] : [['touched', row.unit] as const]),
        ...(row.conclusion === null ? [] : [['concludes', row.conclusion] as const]),
        ...(row.group === null ? [] : [['group', row.group] as const]),
        [
          'answer',
          `${row.answer ?? 'malformed'} (right: ${row.label}, probability ${decimal(row.label_probability)})`,
        ],
      ]),
    ]),
};

function inTable(figures: readonly InterventionFigures[]): string[] {
  const heading = ['intervention', 'accuracy', 'unchanged', 'P(right)', 'answers', 'prompts', 'CoT', ''];
  const rows = figures.map((one) => [
    one.intervention,
    percent(one.accuracy),
    percent(one.unchanged),
    decimal(one.labelProbability),
    massInWords(one.mass),
    count(one.prompts),
    one.cotLength.toFixed(1),
    describe(one.intervention)?.told ?? '',
  ]);
  return table([heading, ...rows], 'lrrrrrrl');
}

function massInWords(mass: number | null): string {
  if (mass === null) return '–';
  return `${percent(mass)}${answers(mass) ? '' : ' (does not answer)'}`;
}

function meanOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
