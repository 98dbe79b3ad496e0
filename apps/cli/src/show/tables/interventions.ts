import { answers } from '@vestige/analysis';
import type { InterventionRow } from '@vestige/rollouts';
import { bold, count, counted, decimal, facts, percent, table } from '../../terminal/layout.ts';
import { mean, type TableView } from './view.ts';

interface InterventionFigures {
  readonly intervention: string;
  readonly accuracy: number;
  readonly unchanged: number;
  readonly labelProbability: number;
  /** Probability on all possible answers together. */
  readonly mass: number;
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

const MEANING: Readonly<Record<string, string>> = {
  own: 'nothing changed; its own sampled answer',
  frozen: 'its own CoT; the most probable answer',
  now: 'asked at once, no CoT',
  filler: 'filler words in place of its CoT',
  shuffle: 'the phrases of its CoT in random order',
  scramble: 'the words of its CoT in random order',
  swap: 'the CoT of another prompt, answered differently',
  swapSame: 'the CoT of another prompt, answered alike',
  flip: 'the prompt flipped, its CoT kept',
  paraphrase: 'its CoT in other words',
  drop: 'its CoT without one phrase',
  mistake: 'its CoT up to a judgement made false, then written on',
  resample: 'its CoT up to some phrase, then written on',
  regrow: 'the prompt flipped, a new CoT',
  transplant: 'the CoT of `regrow`, the prompt unchanged',
  force: 'a CoT that begins with given words',
  forbid: 'a CoT without given words',
};

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
      prompts: new Set(last.map(({ prompt_id }) => prompt_id)).size,
      interventions: names.map((intervention) => {
        const chosen = last.filter((row) => row.intervention === intervention);
        return {
          intervention,
          accuracy: mean(chosen.map(({ correct }) => Number(correct))),
          unchanged: mean(chosen.map(({ unchanged }) => Number(unchanged))),
          labelProbability: mean(chosen.map(({ label_probability }) => label_probability)),
          mass: mean(chosen.map(({ answer_mass }) => answer_mass)),
          prompts: new Set(chosen.map(({ prompt_id }) => prompt_id)).size,
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
  tellRows: (rows, { words }) =>
    rows.flatMap((row, i) => [
      ...(i === 0 ? [] : ['']),
      `  ${bold(`${row.intervention}, prompt ${row.prompt_id}, after ${counted(row.step, 'update')}`)}`,
      ...facts([
        ['prompt', words(row.prompt)],
        ['CoT', words(row.cot) || '(none)'],
        ...(row.unit === '' ? [] : [['touched', row.unit] as const]),
        ...(row.conclusion < 0 ? [] : [['concludes', words([row.conclusion])] as const]),
        ...(row.group === 'all' ? [] : [['group', row.group] as const]),
        [
          'answer',
          `${row.answer < 0 ? 'malformed' : words([row.answer])} (right: ${words([row.label])}, probability ${decimal(row.label_probability)})`,
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
    `${percent(one.mass)}${answers(one.mass) ? '' : ' (does not answer)'}`,
    count(one.prompts),
    one.cotLength.toFixed(1),
    meaningOf(one.intervention),
  ]);
  return table([heading, ...rows], 'lrrrrrrl');
}

function meaningOf(intervention: string): string {
  const kept = /^cut(\d+)$/.exec(intervention)?.[1];
  if (kept === '0') return 'no CoT, but the same prompt';
  const [, label, thinking, steps] = /^readapt(Label)?(Thinking)?(\d+)$/.exec(intervention) ?? [];
  if (steps) {
    const asked = thinking ? 'its CoT' : 'no CoT';
    return `${asked}, after ${counted(Number(steps), 'step')} of answering ${label ? 'right ' : ''}without one`;
  }
  return kept ? `the first ${kept} % of its CoT` : (MEANING[intervention] ?? '');
}
