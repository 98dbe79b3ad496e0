import { type Environment, isRight, type Problem, parseCompletion, TOKENS } from '@vestige/environment';
import { nextTokenProbabilities, sample, type Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import { battery, OWN } from './battery.ts';
import type { Shown, Subject } from './intervention.ts';
import type { AblationOptions } from './options.ts';

/** What to ablate. */
export interface AblationTask {
  readonly environment: Environment;
  /** Rule that labels the prompts. */
  readonly rule: string;
  readonly options: AblationOptions;
  readonly seed: number;
  /** How many prompts, the first so many of the seed's. */
  readonly prompts: number;
  /** Updates the policy had received, for the rows. */
  readonly step: number;
  readonly final: boolean;
}

/**
 * Runs the battery of interventions on a policy: samples a completion of each prompt, then, for each
 * intervention, shows the changed prompt and chain of thought and reads the distribution of the answer.
 *
 * Every prompt takes part in every intervention, whether or not its completion was well-formed, so that
 * comparisons are paired. The same seed gives the same prompts at every checkpoint.
 *
 * @returns one row per prompt and intervention, `own` first
 */
export function ablate(model: Transformer, task: AblationTask): InterventionRow[] {
  const { environment, seed, prompts, options } = task;
  const problems = Array.from({ length: prompts }, (_, i) =>
    environment.problem(randomStream(seed, 'ablation', 'prompt', i)),
  );
  const own = ownCompletions(model, task, problems);
  const distributions = answerDistributions(
    model,
    environment,
    own.map(({ cot }, i) => ({ prompt: problems[i]!.prompt, cot })),
  );
  const subjects: Subject[] = problems.map((problem, i) => ({
    problem,
    cot: own[i]!.cot,
    frozenAnswer: mostProbable(environment, distributions[i]!),
  }));
  const rowOf = rowBuilder(task, subjects);
  const rows = own.map(({ cot, answer }, i) =>
    rowOf(OWN, i, { prompt: problems[i]!.prompt, cot }, distributions[i]!, answer),
  );
  for (const { name, apply } of battery(options)) {
    const shown = subjects.map((subject, i) => {
      const stream = randomStream(seed, 'ablation', name, i);
      return apply(subject, { environment, subjects, stream });
    });
    for (const [i, distribution] of answerDistributions(model, environment, shown).entries()) {
      rows.push(rowOf(name, i, shown[i]!, distribution, mostProbable(environment, distribution)));
    }
  }
  return rows;
}

function ownCompletions(model: Transformer, task: AblationTask, problems: readonly Problem[]) {
  const { environment, seed } = task;
  const prompts = problems.map(({ prompt }) => prompt);
  const { maxNewTokens } = environment;
  const stream = randomStream(seed, 'ablation', 'own');
  const sampled = sample(model, prompts, stream, { maxNewTokens, stopToken: TOKENS.eos });
  return sampled.map(({ tokens }) => parseCompletion(environment, tokens));
}

/** Distribution over the vocabulary where the answer stands, for each prompt and chain of thought shown. */
export function answerDistributions(
  model: Transformer,
  environment: Environment,
  shown: readonly Shown[],
): Float32Array[] {
  const sequences = shown.map(({ prompt, cot }) => [
    ...prompt,
    ...(cot === null ? [] : [...cot, TOKENS.endThink]),
    ...environment.answerPrefix,
  ]);
  return nextTokenProbabilities(model, sequences);
}

function mostProbable({ answers }: Environment, distribution: Float32Array): number {
  return answers.reduce((best, answer) => (distribution[answer]! > distribution[best]! ? answer : best));
}

function rowBuilder({ environment, rule, step, final }: AblationTask, subjects: readonly Subject[]) {
  return (
    name: string,
    i: number,
    shown: Shown,
    distribution: Float32Array,
    answer: number,
  ): InterventionRow => {
    const { problem, frozenAnswer } = subjects[i]!;
    const label = problem.labels[rule]!;
    const cot = shown.cot ?? [];
    const mass = environment.answers.reduce((sum, token) => sum + distribution[token]!, 0);
    return {
      step,
      final,
      prompt_id: i,
      intervention: name,
      group: problem.group ?? 'all',
      unit: '',
      shown_label: label,
      prompt: shown.prompt,
      cot,
      label,
      answer,
      correct: isRight(environment, answer, label),
      unchanged: answer === frozenAnswer,
      frozen_answer_probability: distribution[frozenAnswer]! / mass,
      label_probability: distribution[label]! / mass,
      answer_mass: mass,
      cot_length: cot.length,
      ...environment.read(problem, cot),
    };
  };
}
