import * as tf from '@tensorflow/tfjs-core';
import { tokenLogProb } from '@vestige/kernels';
import { randomStream } from '@vestige/random';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import type { ModelOptions } from './options.ts';
import { packedTensors } from './packedTensors.ts';
import { sample } from './sample.ts';
import { nextTokenProbabilities } from './score.ts';
import { TESTED_BACKENDS } from './testing/backends.ts';
import { Transformer } from './transformer.ts';

const OPTIONS = { width: 20, layers: 2, heads: 4, contextLength: 24 };
const VOCABULARY = 13;
const STOP = 5;
const LIMITS = { maxNewTokens: 15, stopToken: STOP };

const prompts = (count: number, length = 6) => {
  const stream = randomStream(1, 'prompts');
  return Array.from({ length: count }, () => Array.from({ length }, () => stream.integer(VOCABULARY)));
};

const SHAPES: Record<string, ModelOptions> = {
  learned: OPTIONS,
  rotary: { ...OPTIONS, heads: 2, positions: 'rotary', rotaryBase: 100 },
};
const CASES = TESTED_BACKENDS.flatMap((backend) =>
  Object.keys(SHAPES).map((positions) => [backend, positions] as const),
);

describe.each(CASES)('on %s, with %s positions', (backend, positions) => {
  let model: Transformer;
  beforeAll(async () => {
    await useBackend(backend);
    model = Transformer.random(SHAPES[positions]!, VOCABULARY, randomStream(0, 'model'));
  });

  test('log-probabilities are those of the training pass', () => {
    const batch = prompts(9);
    const sampled = sample(model, batch, randomStream(2, 'sampling'), LIMITS);
    for (const [i, { tokens, logProbs }] of sampled.entries()) {
      const sequence = [...batch[i]!, ...tokens];
      const expected = tf.tidy(() => {
        const logits = model.logits(model.residual(packedTensors([sequence.slice(0, -1)])));
        const next = tf.tensor1d(sequence.slice(1), 'int32');
        return tokenLogProb(logits, next)
          .logProb.dataSync()
          .slice(batch[i]!.length - 1);
      });
      expect(expected).toHaveLength(logProbs.length);
      for (const [t, logProb] of logProbs.entries())
        expect(Math.abs(logProb - expected[t]!)).toBeLessThan(1e-5);
    }
  });

  test('the most probable tokens are those found without a cache', () => {
    const batch = prompts(5);
    const sampled = sample(model, batch, randomStream(2, 'greedy'), { ...LIMITS, temperature: 0 });
    for (const [i, { tokens }] of sampled.entries()) {
      const sequence = [...batch[i]!];
      for (const token of tokens) {
        const [probabilities] = nextTokenProbabilities(model, [sequence]);
        const best = probabilities!.reduce((at, p, k) => (p > probabilities![at]! ? k : at), 0);
        expect(token).toBe(best);
        sequence.push(token);
      }
    }
  });

  test('completions end at the stop token or at the limit', () => {
    for (const { tokens } of sample(model, prompts(50), randomStream(3, 'ends'), LIMITS)) {
      const stop = tokens.indexOf(STOP);
      if (stop >= 0) expect(stop).toBe(tokens.length - 1);
      else expect(tokens).toHaveLength(LIMITS.maxNewTokens);
    }
  });

  test('the same stream gives the same completions, bit for bit', () => {
    const draw = () => sample(model, prompts(20), randomStream(4, 'again'), LIMITS);
    expect(draw()).toEqual(draw());
  });

  test('beginnings are taken, and continued as the policy would', () => {
    const batch = prompts(7);
    const stream = randomStream(8, 'beginnings');
    const beginnings = batch.map((_, i) => Array.from({ length: i }, () => stream.integer(VOCABULARY)));
    const greedy = { ...LIMITS, temperature: 0 };
    const sampled = sample(model, batch, stream, { ...greedy, beginnings });
    for (const [i, { tokens, logProbs }] of sampled.entries()) {
      const whole = [...batch[i]!, ...beginnings[i]!];
      const maxNewTokens = LIMITS.maxNewTokens - beginnings[i]!.length;
      const [alone] = sample(model, [whole], stream, { ...greedy, maxNewTokens });
      expect(tokens).toEqual(alone!.tokens);
      expect(logProbs).toHaveLength(tokens.length);
    }
  });

  test('a stop token in a beginning ends nothing, and a full beginning is not continued', () => {
    const beginnings = [Array<number>(LIMITS.maxNewTokens).fill(STOP), [STOP]];
    const [full, short] = sample(model, prompts(2), randomStream(9), { ...LIMITS, beginnings });
    expect(full!.tokens).toEqual([]);
    expect(short!.tokens.length).toBeGreaterThan(0);
  });

  test('forbidden tokens never appear, the others as often as they do among themselves', () => {
    const forbidden = [STOP, 0, VOCABULARY - 1];
    const options = { maxNewTokens: 15, stopToken: STOP, forbidden };
    const batch = prompts(40);
    for (const [i, { tokens, logProbs }] of sample(model, batch, randomStream(7), options).entries()) {
      expect(tokens).toHaveLength(15);
      for (const token of tokens) expect(forbidden).not.toContain(token);
      const [p] = nextTokenProbabilities(model, [batch[i]!]);
      const allowed = 1 - forbidden.reduce((sum, token) => sum + p![token]!, 0);
      expect(logProbs[0]).toBeCloseTo(Math.log(p![tokens[0]!]! / allowed), 4);
    }
  });

  test('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    sample(model, prompts(4), randomStream(4, 'memory'), LIMITS);
    nextTokenProbabilities(model, prompts(4));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('in distribution', () => {
  test('first tokens follow the probabilities of the policy', async () => {
    await useBackend();
    const model = Transformer.random(OPTIONS, VOCABULARY, randomStream(0, 'model'));
    const [prompt] = prompts(1);
    const draws = 4000;
    const sampled = sample(model, Array(draws).fill(prompt), randomStream(5, 'first'), {
      ...LIMITS,
      maxNewTokens: 1,
    });
    const [expected] = nextTokenProbabilities(model, [prompt!]);
    let chiSquare = 0;
    for (let token = 0; token < VOCABULARY; token++) {
      const seen = sampled.filter(({ tokens }) => tokens[0] === token).length;
      chiSquare += (seen - draws * expected![token]!) ** 2 / (draws * expected![token]!);
    }
    expect(chiSquare).toBeLessThan(32.9); // 12 degrees of freedom, p = .001
  });

  test('sequences of different lengths are scored as if alone', async () => {
    await useBackend();
    const model = Transformer.random(OPTIONS, VOCABULARY, randomStream(0, 'model'));
    const sequences = [prompts(1, 3)[0]!, prompts(1, 12)[0]!, prompts(1, 7)[0]!];
    const together = nextTokenProbabilities(model, sequences);
    for (const [i, sequence] of sequences.entries()) {
      const [alone] = nextTokenProbabilities(model, [sequence]);
      for (const [k, p] of alone!.entries()) expect(Math.abs(p - together[i]![k]!)).toBeLessThan(1e-6);
    }
  });

  test('ragged prompts and a full context are errors', async () => {
    await useBackend();
    const model = Transformer.random(OPTIONS, VOCABULARY, randomStream(0, 'model'));
    const stream = randomStream(6);
    expect(() => sample(model, [[1, 2], [1]], stream, LIMITS)).toThrow(/prompt 1 has 1 tokens, the first 2/);
    expect(() => sample(model, prompts(1), stream, { ...LIMITS, beginnings: [Array(16).fill(1)] })).toThrow(
      /beginning 0 has 16 tokens; at most 15/,
    );
    expect(() => sample(model, prompts(1), stream, { ...LIMITS, maxNewTokens: 19 })).toThrow(
      /do not fit in a context of 24/,
    );
  });
});
