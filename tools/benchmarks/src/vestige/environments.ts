import { createEnvironment, type Environment, environmentSchema } from '@vestige/environment';
import { CONTROL_WORDS, wordFormat } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { Setup } from '../setups.ts';

/** The environment of a setup. */
export function environmentOf({ environment }: Setup): Environment {
  if (environment.kind === 'loan') {
    return createEnvironment(environmentSchema.parse({ kind: 'loan', ...environment.options }));
  }
  const { vocabularySize, promptLength, maxNewTokens, cotLengths } = environment;
  const loan = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
  const vocabulary = loan.vocabulary.slice(0, vocabularySize);
  const words = vocabulary.slice(CONTROL_WORDS.length);
  const answers = words.slice(0, 2);
  const text = (count: number, stream: RandomStream) =>
    Array.from({ length: count }, () => stream.choice(words)).join(' ');
  const problem = (stream: RandomStream) => ({
    question: text(promptLength - 2, stream),
    labels: { chance: stream.choice(answers) },
  });
  return {
    ...loan,
    kind: 'synthetic',
    vocabulary,
    words,
    format: wordFormat({ vocabulary, answerPrefix: '', answers }),
    promptLength,
    maxTokens: maxNewTokens,
    answers,
    answerPrefix: '',
    candidates: () => answers,
    rules: ['chance'],
    problem,
    demonstration: (stream) => {
      const { question, labels } = problem(stream);
      const thought = text(stream.choice(cotLengths), stream);
      return { context: { question, thought }, answer: labels.chance };
    },
    units: () => [],
    read: () => ({ mention: false, judgements: 0, truthful: 0, invented: 0, conclusion: null }),
  };
}

/** Rule by which a setup's rollouts are rewarded: the first of its environment that a CoT can serve. */
export function ruleOf({ rules }: Environment): string {
  return rules.includes('factors') ? 'factors' : rules[0]!;
}
