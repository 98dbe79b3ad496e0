import type { Problem, Task } from '@vestige/environment';
import type { AnswerDistribution, Context, Policy, Question, Written } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';

/** What a policy wrote by itself, and what it would answer after that chain of thought. */
export interface OwnAnswer {
  readonly written: Written;
  readonly distribution: AnswerDistribution;
}

/** A context to be answered in, with what can be answered to the problem that its question states. */
export function questionOf(task: Task, problem: Problem, { question, thought }: Context): Question {
  return {
    context: { question, thought },
    candidates: task.candidates(problem),
    ...(task.canonical && { canonical: task.canonical }),
  };
}

/**
 * Samples the policy's own completion of each question, and reads what it would answer after its chain of thought; what it
 * did answer, if it cannot go on from one that is given to it.
 */
export async function ownAnswers(
  policy: Policy,
  task: Task,
  problems: readonly Problem[],
  stream: RandomStream,
  signal?: AbortSignal,
): Promise<readonly OwnAnswer[]> {
  const written = await policy.write(
    problems.map(({ question }) => ({ question, thought: '' })),
    { until: 'answer', maxTokens: task.maxTokens, temperature: 1 },
    stream,
    signal,
  );
  const canonical = written.map(({ answer, ...one }) => ({
    ...one,
    answer: answer === null ? null : (task.canonical?.(answer) ?? answer),
  }));
  if (!policy.can.has('prefill')) {
    return canonical.map((one) => ({ written: one, distribution: certainty(one.answer) }));
  }
  const questions = problems.map((problem, i) =>
    questionOf(task, problem, { question: problem.question, thought: written[i]!.thought }),
  );
  const distributions = await policy.answers(questions, stream, signal);
  return canonical.map((one, i) => ({ written: one, distribution: distributions[i]! }));
}

/** One sample. */
function certainty(answer: string | null): AnswerDistribution {
  const answers = answer === null ? [] : [answer];
  return { answers, probability: Float64Array.from(answers, () => 1), mass: null, basis: 'sampled' };
}
