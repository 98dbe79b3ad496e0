import type { AnswerDistribution, Policy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import { countAnswers } from '../countAnswers.ts';
import { complete } from './completion.ts';
import { tokenize } from './plantedModel.ts';
import { CHOICES, type Reasoner, reasonerModel } from './reasoner.ts';

/**
 * The policy that a reasoner is, without a server: the model that the test server has, asked in the same texts.
 *
 * @param key of all that is drawn of it
 * @param samples draws of an answer; null if candidates are scored
 */
export function reasonerPolicy(reasoner: Reasoner, key: number, samples: number | null): Policy {
  const model = reasonerModel(reasoner, key);
  const write = (text: string, maxTokens: number, stream: RandomStream) =>
    complete(model, {
      ...{ prompt: tokenize(text, true), maxTokens, temperature: 1, seed: stream.integer(2 ** 31) },
      ...{ stop: [], bias: {}, control: true, noise: 0, changed: false },
    });
  const answerTo = (text: string, stream: RandomStream): AnswerDistribution => {
    if (samples !== null) {
      const drawn = Array.from({ length: samples }, () => write(text, 4, stream).text.trim());
      return countAnswers(drawn, CHOICES);
    }
    const [logProbs] = write(text, 1, stream).logProbs;
    const probability = Float64Array.from(CHOICES, (choice) =>
      Math.exp(logProbs![tokenize(` ${choice}`, false)[0]!]!),
    );
    const mass = probability.reduce((sum, p) => sum + p, 0);
    return { answers: CHOICES, probability, mass, basis: 'scored' };
  };
  return {
    id: 'reasoner',
    can: new Set(samples === null ? ['score', 'prefill'] : ['prefill']),
    write: async (contexts, { maxTokens }, stream) =>
      contexts.map(({ question }) => {
        const { text: raw, finish } = write(`Question: ${question}\nReasoning:`, maxTokens, stream);
        const [thought, answer] = raw.split('Answer: ') as [string, string?];
        return {
          ...{ thought: thought.slice(1), raw, answer: answer ?? null },
          stop: finish === 'stop' ? 'end' : 'length',
        };
      }),
    answers: async (questions, stream) =>
      questions.map(({ context: { question, thought } }) => {
        const spaced = thought === '' || thought === null ? '' : ` ${thought}`;
        const reasoning = thought === null ? '' : `Reasoning:${spaced}${spaced.endsWith('\n') ? '' : '\n'}`;
        return answerTo(`Question: ${question}\n${reasoning}Answer:`, stream);
      }),
  };
}
