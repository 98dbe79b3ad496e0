import {
  type Environment,
  isRight,
  type Problem,
  parseCompletion,
  promptInMode,
  TOKENS,
} from '@vestige/environment';
import { nextTokenProbabilities, sample, type Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';

/** Accuracy on evaluation prompts. */
export interface Evaluation {
  /** With its own sampled chain of thought, scored strictly. */
  readonly own: number;
  /** Most probable answer when told to answer at once. */
  readonly now: number;
}

/** Evaluates a policy; the prompts and the random numbers are the same at each call with the same seed. */
export function evaluate(
  model: Transformer,
  environment: Environment,
  { rule, prompts, seed, temperature }: { rule: string; prompts: number; seed: number; temperature: number },
): Evaluation {
  const stream = randomStream(seed, 'evaluation');
  const problems = Array.from({ length: prompts }, () => environment.problem(stream));
  const { maxNewTokens } = environment;
  const sampled = sample(
    model,
    problems.map(({ prompt }) => prompt),
    stream,
    {
      maxNewTokens,
      stopToken: TOKENS.eos,
      temperature,
    },
  );
  const own = sampled.filter(({ tokens }, i) => {
    return isRight(environment, parseCompletion(environment, tokens).answer, problems[i]!.labels[rule]!);
  });
  const answers = answersNow(model, environment, problems);
  const now = answers.filter((answer, i) => isRight(environment, answer, problems[i]!.labels[rule]!));
  return { own: own.length / prompts, now: now.length / prompts };
}

function answersNow(model: Transformer, environment: Environment, problems: readonly Problem[]): number[] {
  const sequences = problems.map((problem) => [...promptInMode(problem, 'now'), ...environment.answerPrefix]);
  return nextTokenProbabilities(model, sequences).map((probabilities) =>
    environment.answers.reduce((best, answer) =>
      probabilities[answer]! > probabilities[best]! ? answer : best,
    ),
  );
}
