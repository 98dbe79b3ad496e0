import type { RolloutRow } from '@vestige/rollouts';
import { bold, counted, decimal, facts, percent, table } from '../../terminal/layout.ts';
import { mean, type TableView } from './view.ts';

const MEANS = {
  reward: (row: RolloutRow) => row.reward,
  outcome: (row: RolloutRow) => row.reward_outcome,
  length: (row: RolloutRow) => row.reward_length,
  monitor: (row: RolloutRow) => row.reward_monitor,
  accuracy: (row: RolloutRow) => row.right,
  wellFormed: (row: RolloutRow) => Number(row.well_formed),
  cotLength: (row: RolloutRow) => row.cot_length,
  mention: (row: RolloutRow) => Number(row.mention),
};

interface StepMeans extends Record<keyof typeof MEANS, number> {
  readonly step: number;
  readonly rollouts: number;
}

const TOLD = [
  'step',
  'group',
  'question',
  'thought',
  'conclusion',
  'answer',
  'label',
  'right',
  'reward',
  'advantage',
] as const;

/** What is told of a rollout. */
type Example = Pick<RolloutRow, (typeof TOLD)[number]>;

interface RolloutsSummary {
  readonly steps: number;
  readonly prompts: number;
  readonly first: StepMeans;
  readonly last: StepMeans;
  readonly examples: readonly Example[];
}

const LINES: readonly [label: string, key: keyof typeof MEANS, tell: (value: number) => string][] = [
  ['reward', 'reward', decimal],
  ['  outcome', 'outcome', decimal],
  ['  length', 'length', decimal],
  ['  monitor', 'monitor', decimal],
  ['accuracy', 'accuracy', percent],
  ['well-formed', 'wellFormed', percent],
  ['CoT length', 'cotLength', decimal],
  ['mentions', 'mention', percent],
];

/** `rollouts.arrow`, of `vestige train`. */
export const rollouts: TableView<RolloutRow, RolloutsSummary> = {
  title: 'every completion sampled in training, one row each',
  stage: 'train',
  summarize: (rows) => {
    const steps = [...new Set(rows.map(({ step }) => step))];
    const [first, last] = [steps[0]!, steps.at(-1)!];
    const chosen = [...new Set([first, steps[Math.floor(steps.length / 2)]!, last])];
    return {
      steps: steps.length,
      prompts: new Set(rows.map(({ problem_id }) => problem_id)).size,
      first: meansOf(rows, first),
      last: meansOf(rows, last),
      examples: chosen.map((step) => exampleOf(rows.find((row) => row.step === step)!)),
    };
  },
  tell: ({ steps, prompts, first, last, examples }) => {
    const ends = first.step === last.step ? [last] : [first, last];
    return [
      ...facts([['sampled', `in ${counted(steps, 'step')}, from ${counted(prompts, 'prompt')}`]]),
      '',
      ...table(
        [
          ['means of', ...ends.map(({ step }) => `step ${step}`)],
          ...LINES.map(([label, key, tell]) => [label, ...ends.map((means) => tell(means[key]))]),
        ],
        'lr',
      ),
      ...examples.flatMap((example) => ['', ...exampleLines(example)]),
    ];
  },
  tellRows: (rows) => rows.flatMap((row, i) => [...(i === 0 ? [] : ['']), ...exampleLines(row)]),
};

function meansOf(rows: readonly RolloutRow[], step: number): StepMeans {
  const chosen = rows.filter((row) => row.step === step);
  const means = Object.entries(MEANS).map(([name, value]) => [name, mean(chosen.map(value))]);
  return { step, rollouts: chosen.length, ...Object.fromEntries(means) };
}

function exampleOf(row: RolloutRow): Example {
  return Object.fromEntries(TOLD.map((name) => [name, row[name]])) as Example;
}

function exampleLines(example: Example): string[] {
  const { step, group, question, thought, conclusion, answer, right, reward, advantage } = example;
  const verdict = answer === null ? 'malformed' : `${answer}, ${right === 1 ? 'right' : 'wrong'}`;
  return [
    `  ${bold(`Step ${step}`)}`,
    ...facts([
      ['prompt', question],
      ['CoT', thought || '(none)'],
      ...(conclusion === null ? [] : [['concludes', conclusion] as const]),
      ...(group === null ? [] : [['group', group] as const]),
      ['answer', `${verdict}; reward ${decimal(reward)}, advantage ${decimal(advantage)}`],
    ]),
  ];
}
