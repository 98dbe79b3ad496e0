import { type Column, type ColumnValue, categoryColumn, column, optionalColumn } from './column.ts';

/** Version of the schemas below; a reader refuses files of another. */
export const SCHEMA_VERSION = 6;

/** Columns of a table, by name. */
export type Columns = Readonly<Record<string, Column>>;

/** A row of a table. */
export type Row<C extends Columns> = { -readonly [Name in keyof C]: ColumnValue<C[Name]> };

/** `curve.arrow`: supervised warm-up, one row per step. */
export const curveColumns = {
  step: column('int32', 'Update, from 1.'),
  loss: column('float32', 'Mean negative log-likelihood of demonstrated tokens before the update, nats.'),
  gradient_norm: column('float32', 'Global L2 norm of the gradient before clipping.'),
  learning_rate: column('float32', 'Learning rate of the update.'),
  tokens: column('int32', 'Demonstrated tokens in the batch.'),
};

/** With several optimizer steps a batch, whose rollouts and which policy. */
const OF_MINIBATCHES =
  "at the temperature of the rollouts; with `ppo` over its first epoch: every rollout once, under the policy before its minibatch's step";

/** `updates.arrow`: reinforcement learning, one row per update. */
export const updateColumns = {
  step: column('int32', 'Update, from 1; its rollouts come from the policy after step - 1 updates.'),
  reward: column('float32', 'Mean total reward of the rollouts.'),
  accuracy: column('float32', 'Share of rollouts that are well-formed with the right answer.'),
  well_formed: column('float32', 'Share of well-formed rollouts.'),
  cot_length: column('float32', 'Mean tokens in the chain of thought.'),
  mention: column(
    'float32',
    'Share of chains of thought that mention what the environment looks for, in `loan` the nationality.',
  ),
  truthful: optionalColumn(
    'float32',
    'Share of judgements that are true of their prompt; null if none were made.',
  ),
  invented: optionalColumn(
    'float32',
    'Share of judgements of a value that the prompt does not have; null if none were made.',
  ),
  entropy: column(
    'float32',
    `Mean entropy of the policy over the generated tokens of the batch, nats; ${OF_MINIBATCHES}.`,
  ),
  kl: column(
    'float32',
    `Mean KL(policy || pretrained) over the generated tokens of the batch, nats; ${OF_MINIBATCHES}.`,
  ),
  loss: column('float32', `Loss of the batch, a mean over its rollouts; ${OF_MINIBATCHES}.`),
  gradient_norm: column(
    'float32',
    'Global L2 norm of the gradient before clipping; the mean over the optimizer steps of the update, of which `ppo` takes several.',
  ),
  learning_rate: column('float32', 'Learning rate of the update.'),
  tokens: column('int32', 'Generated tokens in the batch that carry loss, each once.'),
  evaluation_own: optionalColumn(
    'float32',
    'Accuracy with its own chain of thought on evaluation prompts after this update; null if not evaluated.',
  ),
  evaluation_now: optionalColumn('float32', 'The same, answering at once.'),
};

/** `rollouts.arrow`: every completion sampled in training. */
export const rolloutColumns = {
  step: column('int32', 'The update the rollout was used in.'),
  problem_id: column('int32', 'Rollouts of one problem share it; unique within the file.'),
  group: optionalColumn('utf8', 'Kind of question; null if the task has one kind only.'),
  question: column('utf8', 'What was asked.'),
  thought: column(
    'utf8',
    'Chain of thought: what was written before the first </think>, all if that never came.',
  ),
  raw: column('utf8', 'The whole completion as it was written, control words included.'),
  ids: optionalColumn('int32[]', 'Token ids of the completion, without padding.'),
  log_probs: optionalColumn(
    'float32[]',
    'Log-probability of each generated token under the sampling policy, at the temperature it sampled with, nats.',
  ),
  forced: column('bool', 'Made to begin with </think>, which carries no loss: an empty chain of thought.'),
  label: column('utf8', 'The right answer.'),
  answer: optionalColumn('utf8', 'The answer given; null if the completion is not well-formed.'),
  right: column('float32', 'Whether it is well-formed with the right answer: 1 or 0.'),
  well_formed: column('bool', 'Exactly: CoT, </think>, answer, <eos>.'),
  cot_length: column('int32', 'Tokens before the first </think>.'),
  mention: column(
    'bool',
    'The chain of thought mentions what the environment looks for, in `loan` the nationality.',
  ),
  judgements: column('int32', 'Judgements in the chain of thought.'),
  truthful: column('int32', 'Those of them that are true of the question.'),
  invented: column(
    'int32',
    'Those of them that are of a value that the question does not have; none of them is true.',
  ),
  conclusion: optionalColumn(
    'utf8',
    'The answer that the chain of thought states at its end; null if it states none.',
  ),
  reward: column('float32', 'Sum of the parts.'),
  reward_outcome: column('float32', 'Part of the reward: outcome.'),
  reward_length: column('float32', 'Part of the reward: minus the length penalty.'),
  reward_monitor: column('float32', "Part of the reward: minus the monitor's penalty."),
  advantage: column('float32', 'Reward minus baseline: the weight of its tokens in the policy gradient.'),
};

const DRIFT = 'Change of the log-odds by the update, natural:';

/** `drift.arrow`: one row per measured update, word and stratum of prompts; what stands in no rollout, or in all, has no log-odds. */
export const driftColumns = {
  step: column('int32', 'Update, from 1; shares and gradients are of the policy before it.'),
  word: column('utf8', 'Word whose presence in the completion is followed.'),
  stratum: optionalColumn(
    'utf8',
    'Prompts the row is about: null for all, or those of one group (without groups, those that every rule labels alike, such as `code=approve`), where there are several.',
  ),
  frequency: column('float32', 'Share of fresh probes of that policy that hold the word.'),
  covariance: column('float32', "Cov(word present, advantage) over the update's rollouts."),
  covariance_within: column(
    'float32',
    'The same within prompts that are alike, of one group and one label by every rule, pooled.',
  ),
  coupling: optionalColumn(
    'float32',
    'Slope of <gradient of the log-odds, score of a rollout> on the word, within prompts that are alike; null without log-odds, and for a single stratum.',
  ),
  selection: optionalColumn(
    'float32',
    `${DRIFT} learning rate x coupling x covariance_within; null without log-odds, and for a single stratum.`,
  ),
  predicted: optionalColumn(
    'float32',
    `${DRIFT} by the policy gradient to first order, as plain gradient descent would; null without log-odds.`,
  ),
  along_step: optionalColumn(
    'float32',
    `${DRIFT} to first order along the step taken; null without log-odds.`,
  ),
  measured: optionalColumn('float32', `${DRIFT} as it came out, on the probes; null without log-odds.`),
};

/** `interventions.arrow`: one row per checkpoint, prompt and intervention. */
export function interventionColumns(interventions: readonly string[]) {
  return {
    step: column('int32', 'Updates the policy had received.'),
    final: column('bool', 'Whether this is the last checkpoint.'),
    problem_id: column('int32', 'Evaluation problem; the same id is the same problem at each checkpoint.'),
    group: optionalColumn('utf8', 'Kind of question; null if the task has one kind only.'),
    intervention: categoryColumn(interventions, 'What was done; see the README of packages/ablation.'),
    unit: optionalColumn(
      'utf8',
      'Part of the chain of thought it was done to, a kind of unit; null for the whole, or if nothing could be done.',
    ),
    unit_at: optionalColumn(
      'int32',
      'Place of that part among all of the own chain of thought, from 0, where each was touched in turn; else null.',
    ),
    changed: optionalColumn(
      'bool',
      'Whether what stands in its place says something else, by the notion of the task; null where no part was touched in turn.',
    ),
    question: column('utf8', 'The question the policy saw.'),
    thought: optionalColumn(
      'utf8',
      'Chain of thought the policy saw (or wrote, for `own`); null if it was asked to answer at once.',
    ),
    raw: optionalColumn('utf8', 'All that the policy wrote, as it wrote it; null where it wrote nothing.'),
    label: column('utf8', 'The right answer to the unchanged question.'),
    shown_label: column('utf8', 'The right answer to the question the policy saw.'),
    answer: optionalColumn(
      'utf8',
      'Its answer: sampled for `own` (null if it gave none that is well-formed), else most probable, or most frequent of several samples.',
    ),
    right: column(
      'float32',
      'Whether the answer is right: 1 or 0; where answers are sampled several times, the share of those that are.',
    ),
    unchanged: column(
      'float32',
      'Whether the answer is the one of intervention `frozen`, its most frequent one where answers are sampled: 1 or 0, or the share.',
    ),
    frozen_answer_probability: column(
      'float32',
      'Probability of the answer of `frozen`, among the possible answers.',
    ),
    label_probability: column('float32', 'Probability of the label, among the possible answers.'),
    passes_probability: optionalColumn(
      'float32',
      'Probability, among the possible answers, of those that pass under every label; for `own` 1 or 0, whether the sampled answer is one; null if the environment has none.',
    ),
    answer_mass: optionalColumn(
      'float32',
      'Probability the policy gives to the possible answers together; null if it cannot be known.',
    ),
    cot_length: column('int32', 'Tokens in the chain of thought.'),
    mention: optionalColumn(
      'bool',
      'It mentions what the environment looks for, in `loan` the nationality; null if no rule reads it.',
    ),
    judgements: optionalColumn('int32', 'Judgements in it; null if no rule reads them.'),
    truthful: optionalColumn(
      'int32',
      'Those of them that are true of the unchanged question; null if no rule reads them.',
    ),
    invented: optionalColumn(
      'int32',
      'Those of them that are of a value that the unchanged question does not have, so that none is true; null if no rule reads them.',
    ),
    conclusion: optionalColumn(
      'utf8',
      'The answer that the chain of thought states at its end; null if it states none.',
    ),
  };
}

/** `analysis.arrow`: one row per estimate. */
export const estimateColumns = {
  condition: column('utf8', 'Condition of the experiment.'),
  group: optionalColumn('utf8', 'Kind of question; null for the condition as a whole.'),
  seed: optionalColumn('int32', 'Seed; null for the estimate over all seeds.'),
  step: optionalColumn(
    'int32',
    'Updates the policy had received; null for estimates over the final policies of all seeds.',
  ),
  estimator: column('utf8', 'Name; see the README of packages/analysis.'),
  mean: column('float32', 'Point estimate.'),
  low: column('float32', 'Lower end of the confidence interval.'),
  high: column('float32', 'Upper end of the confidence interval.'),
  prompts: column(
    'int32',
    'Prompts that it rests on, of all seeds: those on which everything that goes into it was measured; 0 for what rests on training.',
  ),
  seeds: column('int32', 'Seeds that it rests on.'),
};

export type CurveRow = Row<typeof curveColumns>;
export type UpdateRow = Row<typeof updateColumns>;
export type RolloutRow = Row<typeof rolloutColumns>;
export type DriftRow = Row<typeof driftColumns>;
export type InterventionRow = Row<ReturnType<typeof interventionColumns>>;
export type EstimateRow = Row<typeof estimateColumns>;
