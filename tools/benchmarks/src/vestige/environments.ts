import { createEnvironment, type Environment, environmentSchema, TOKENS } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import type { Setup } from '../setups.ts';

/** The environment of a setup. */
export function environmentOf({ environment }: Setup): Environment {
  if (environment.kind === 'loan') {
    return createEnvironment(environmentSchema.parse({ kind: 'loan', ...environment.options }));
  }
  const { vocabularySize, promptLength, maxNewTokens, cotLengths } = environment;
  const loan = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
  const first = Object.keys(TOKENS).length;
  const answers = [first, first + 1];
  const words = (count: number, stream: RandomStream) =>
    Array.from({ length: count }, () => first + stream.integer(vocabularySize - first));
  const problem = (stream: RandomStream) => ({
    prompt: [TOKENS.bos, ...words(promptLength - 2, stream), TOKENS.think],
    labels: { chance: stream.choice(answers) },
  });
  return {
    ...loan,
    kind: 'synthetic',
    vocabulary: Array.from({ length: vocabularySize }, (_, id) => loan.vocabulary[id]!),
    promptLength,
    maxNewTokens,
    answers,
    answerPrefix: [],
    rules: ['chance'],
    problem,
    demonstration: (stream) => {
      const { prompt, labels } = problem(stream);
      const cot = words(stream.choice(cotLengths), stream);
      return { tokens: [...prompt, ...cot, TOKENS.endThink, labels.chance, TOKENS.eos], promptLength };
    },
    phrases: (cot) => (cot.length > 0 ? [{ start: 0, end: cot.length, type: 'other' }] : []),
    read: () => ({ mention: false, judgements: 0, truthful: 0, invented: 0, conclusion: -1 }),
  };
}

/** Rule by which a setup's rollouts are rewarded: the first of its environment that a CoT can serve. */
export function ruleOf({ rules }: Environment): string {
  return rules.includes('factors') ? 'factors' : rules[0]!;
}
