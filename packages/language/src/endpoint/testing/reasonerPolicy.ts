import type { AnswerDistribution, Policy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import { countAnswers } from '../countAnswers.ts';
import { answerProbabilities, CHOICES, HESITATES, type Reasoner, reasoningOn } from './reasoner.ts';

/**
 * The policy that a reasoner is, without a server and tokens: it writes and answers as the model of the test server does.
 *
 * @param key of all that is drawn of it
 * @param samples draws of an answer; null if candidates are scored
 */
export function reasonerPolicy(reasoner: Reasoner, key: number, samples: number | null): Policy {
  const drawn = (probability: readonly number[], stream: RandomStream): string => {
    const uniform = stream.uniform();
    const below = (i: number) => probability.slice(0, i + 1).reduce((sum, p) => sum + p, 0);
    return CHOICES.find((_, i) => uniform < below(i)) ?? CHOICES.at(-1)!;
  };
  const answer = (probability: readonly number[], stream: RandomStream): AnswerDistribution =>
    samples === null
      ? { answers: CHOICES, probability: Float64Array.from(probability), mass: 1, basis: 'scored' }
      : countAnswers(
          Array.from({ length: samples }, () => drawn(probability, stream)),
          CHOICES,
        );
  return {
    id: 'reasoner',
    can: new Set(samples === null ? ['score', 'prefill'] : ['prefill']),
    write: async (contexts, _, stream) =>
      contexts.map(({ question }) => {
        let thought = `${reasoningOn(reasoner, question, key)}\n`;
        while (stream.uniform() < HESITATES) thought = `hmm ${thought}`;
        const answer = drawn(answerProbabilities(reasoner, question, thought, key), stream);
        return { thought, answer, stop: 'end', raw: ` ${thought}Answer: ${answer}` };
      }),
    answers: async (questions, stream) =>
      questions.map(({ context: { question, thought } }) =>
        answer(answerProbabilities(reasoner, question, thought, key), stream),
      ),
  };
}
