import { column, optionalColumn, type Row } from '@vestige/rollouts';

const experiment = {
  policy: column('utf8', 'Planted policy, or contrast of two.'),
  prompts: column('int32', 'Prompts of each seed.'),
  spread: column('float32', 'Standard deviation between seeds of the use of the chain of thought.'),
  simulation: column('int32', 'Number of the simulated experiment; the same at each number of prompts.'),
};

/** `verdicts.arrow`: one row per verdict of a simulated experiment. */
export const verdictColumns = {
  ...experiment,
  subject: column(
    'utf8',
    'What it is about: `whole`, a type of phrase, or `seed`, the policy of one seed; `follows` and `seed follows`: what its answers follow.',
  ),
  expected: column('utf8', 'Verdict that the construction of the policy calls for.'),
  found: column('utf8', 'Verdict of the analysis; `none` if there was nothing to judge.'),
};

/** `intervals.arrow`: one row per interval of a simulated experiment. */
export const intervalColumns = {
  ...experiment,
  estimator: column(
    'utf8',
    'Name; see the README of packages/analysis. Of a contrast, the estimator whose difference it is.',
  ),
  truth: column('float32', 'True value by construction.'),
  mean: column('float32', 'Point estimate.'),
  low: column('float32', 'Lower end of the interval.'),
  high: column('float32', 'Upper end of the interval.'),
  holds: column('bool', 'Whether the interval holds the truth.'),
  p: optionalColumn('float32', 'Two-sided p-value of a difference of 0; null unless it is a contrast.'),
  holm: optionalColumn('float32', "The same after Holm's correction; null unless it is a contrast."),
};

export type VerdictRow = Row<typeof verdictColumns>;
export type IntervalRow = Row<typeof intervalColumns>;
