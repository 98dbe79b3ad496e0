import { type Environment, isRight, type Problem } from '@vestige/environment';
import { nextTokenProbabilities, sample, type Transformer } from '@vestige/model';
import { TOKENS } from '@vestige/policy';
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
  const { format, maxTokens } = environment;
  const sampled = sample(
    model,
    problems.map(({ question }) => format.prompt(question, 'think')),
    stream,
    {
      maxNewTokens: maxTokens,
      stopToken: TOKENS.eos,
      temperature,
    },
  );
  const own = sampled.filter(({ tokens }, i) => {
    return isRight(environment, format.parse(tokens).answer, problems[i]!.labels[rule]!);
  });
  const answers = answersNow(model, environment, problems);
  const now = answers.filter((answer, i) => isRight(environment, answer, problems[i]!.labels[rule]!));
  return { own: own.length / prompts, now: now.length / prompts };
}

function answersNow(model: Transformer, { format }: Environment, problems: readonly Problem[]): string[] {
  const sequences = problems.map(({ question }) => format.beforeAnswer({ question, thought: null }));
  return nextTokenProbabilities(model, sequences).map((probabilities) => {
    const likeliest = format.answers.reduce((best, answer) =>
      probabilities[answer]! > probabilities[best]! ? answer : best,
    );
    return format.vocabulary[likeliest]!;
  });
}
