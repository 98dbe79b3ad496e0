import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels } from '@vestige/kernels';
import { randomStream } from '@vestige/random';
import { describe, expect, test, vi } from 'vitest';
import { useBackend } from '../backend.ts';
import { int32, packedTensors } from '../packedTensors.ts';
import { Packing } from '../packing.ts';
import type { StoredTensor } from '../safetensors.ts';
import { sample } from '../sample.ts';
import { nextTokenProbabilities } from '../score.ts';
import { pytorchModel } from '../testing/pytorch.ts';
import { Transformer } from '../transformer.ts';
import { createInference } from './inference.ts';
import {
  kernelsOf,
  largestDifference,
  MODULE_VARIANTS,
  randomModel,
  randomSequences,
  storedPolicy,
} from './testing.ts';

const MODELS = [
  [{ width: 64, layers: 2, heads: 4, contextLength: 48 }, 70],
  [{ width: 20, layers: 2, heads: 4, contextLength: 24 }, 13],
  [{ width: 15, layers: 3, heads: 5, feedForward: 7, contextLength: 33 }, 11],
  [{ width: 9, layers: 1, heads: 1, feedForward: 50, contextLength: 17 }, 2],
  [{ width: 30, layers: 2, heads: 3, contextLength: 40, positions: 'rotary', rotaryBase: 500 }, 12],
] as const;

/** Logits of `Transformer` after each sequence. */
function trainedLogits(model: Transformer, sequences: readonly (readonly number[])[]): Float32Array[] {
  const numbers = tf.tidy(() => {
    const packing = new Packing(sequences);
    return model
      .logits(model.residual(packedTensors(packing), int32(packing.lastRows())))
      .dataSync<'float32'>();
  });
  const size = model.vocabularySize;
  return sequences.map((_, i) => numbers.slice(i * size, (i + 1) * size));
}

const prompts = (count: number, length: number, vocabularySize: number) => {
  const stream = randomStream(1, 'prompts');
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length }, (_, t) => (i > 0 && t < 2 ? 1 : stream.integer(vocabularySize))),
  );
};

describe.each(MODULE_VARIANTS)('with the kernels %s', (variant) => {
  const both = async (options: (typeof MODELS)[number][0], vocabularySize: number) => {
    await useBackend('wasm');
    await initializeKernels({ variant });
    const model = randomModel(options, vocabularySize, 3);
    return { model, policy: await createInference(storedPolicy(model), await kernelsOf(variant)) };
  };

  test.each(MODELS)('logits are those of Transformer, bit for bit: %o', async (options, vocabularySize) => {
    const { model, policy } = await both(options, vocabularySize);
    expect(policy.implementation).toBe(variant);
    const stream = randomStream(5, 'sequences');
    const sequences = randomSequences(60, options.contextLength, vocabularySize, stream);
    const logits = policy.logits(sequences);
    expect(logits).toEqual(trainedLogits(model, sequences));
    const longest = sequences.reduce((a, b) => (b.length > a.length ? b : a));
    const prefixes = longest.map((_, t) => longest.slice(0, t + 1));
    expect(policy.logitsAlong(longest)).toEqual(trainedLogits(model, prefixes));
    const probabilities = policy.nextTokenProbabilities(sequences);
    expect(largestDifference(probabilities, nextTokenProbabilities(model, sequences))).toBeLessThan(1e-6);
  });

  test('more sequences than a batch are in their order', async () => {
    const { policy } = await both(...MODELS[1]);
    const sequences = randomSequences(300, 20, 13, randomStream(6, 'sequences'));
    const logits = policy.logits(sequences);
    expect(logits).toHaveLength(300);
    for (const i of [0, 255, 256, 299]) expect(policy.logits([sequences[i]!])).toEqual([logits[i]]);
    expect(policy.logits([])).toEqual([]);
  });

  test.each([
    ['by chance', {}],
    ['the most probable', { temperature: 0 }],
    ['at a temperature', { temperature: 1.7 }],
    ['with beginnings', { beginnings: [[], [3], [4, 5, 5, 1], [], [0, 0]] }],
    ['without some tokens', { forbidden: [5, 0, 12] }],
    ['without some, with beginnings', { forbidden: [5, 2], beginnings: [[5, 5], [2]], temperature: 0 }],
  ])('samples what `sample` does: %s', async (_, changed) => {
    const { model, policy } = await both(...MODELS[1]);
    const options = { maxNewTokens: 15, stopToken: 5, ...changed };
    for (const count of [1, 9, 60]) {
      const from = prompts(count, 7, 13);
      const sampled = policy.sample(from, randomStream(2, count), options);
      expect(sampled).toEqual(sample(model, from, randomStream(2, count), options));
    }
  });

  test.each([
    ['as wide a model', MODELS[0], 18],
    ['a model with rotary positions', MODELS[4], 9],
  ] as const)('samples %s as `sample` does', async (_, [shape, vocabularySize], promptLength) => {
    const { model, policy } = await both(shape, vocabularySize);
    const options = { maxNewTokens: 30, stopToken: 2 };
    const from = prompts(20, promptLength, vocabularySize);
    expect(policy.sample(from, randomStream(4), options)).toEqual(
      sample(model, from, randomStream(4), options),
    );
  });

  test('memory does not grow from call to call', async () => {
    const { policy } = await both(...MODELS[1]);
    const sequences = randomSequences(20, 24, 13, randomStream(7));
    const before = policy.logits(sequences);
    const call = (seed: number) => {
      policy.logits(sequences);
      policy.logitsAlong(sequences[0]!);
      policy.sample(prompts(8, 9, 13), randomStream(seed), { maxNewTokens: 15, stopToken: -1 });
      expect(() => policy.logits([[1, 13]])).toThrow();
    };
    call(0);
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    for (let i = 1; i < 200; i++) call(i);
    expect(grow).not.toHaveBeenCalled();
    expect(policy.logits(sequences)).toEqual(before);
    grow.mockRestore();
  });
});

describe('in plain TypeScript', () => {
  test.each(MODELS)('numbers are near those of the kernels: %o', async (options, vocabularySize) => {
    await useBackend('wasm');
    const stored = storedPolicy(randomModel(options, vocabularySize, 3));
    const plain = await createInference(stored);
    const kernels = await createInference(stored, await kernelsOf('simd'));
    expect(plain.implementation).toBe('plain');
    const sequences = randomSequences(30, options.contextLength, vocabularySize, randomStream(8));
    expect(largestDifference(plain.logits(sequences), kernels.logits(sequences))).toBeLessThan(1e-4);
    const [first] = sequences;
    expect(largestDifference(plain.logitsAlong(first!), kernels.logitsAlong(first!))).toBeLessThan(1e-4);
    for (const temperature of [0, 1]) {
      const beginnings = [[], [1, 0], [1]];
      const limits = { maxNewTokens: 9, stopToken: 1, temperature, beginnings, forbidden: [0] };
      const from = prompts(12, 8, vocabularySize);
      const sampled = plain.sample(from, randomStream(9), limits);
      const expected = kernels.sample(from, randomStream(9), limits);
      expect(sampled.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
      const logProbs = (of: typeof sampled) => of.map(({ logProbs }) => logProbs);
      expect(largestDifference(logProbs(sampled), logProbs(expected))).toBeLessThan(1e-4);
    }
  });
});

describe.each([...MODULE_VARIANTS, 'plain'] as const)('%s', (implementation) => {
  const kernels = () => (implementation === 'plain' ? undefined : kernelsOf(implementation));

  test.each(['learned', 'rotary'] as const)("with %s positions logits are PyTorch's", async (positions) => {
    const pytorch = pytorchModel(positions);
    const policy = await createInference(pytorch, await kernels());
    const rows = pytorch.ids.flatMap((row) => policy.logitsAlong(row.slice(0, -1)));
    const size = pytorch.vocabularySize;
    const expected = rows.map((_, i) => pytorch.logits.slice(i * size, (i + 1) * size));
    expect(largestDifference(rows, expected)).toBeLessThan(2e-5);
  });

  test('what cannot be computed is an error that names it', async () => {
    await useBackend('wasm');
    const [options, vocabularySize] = MODELS[1];
    const policy = await createInference(
      storedPolicy(randomModel(options, vocabularySize, 3)),
      await kernels(),
    );
    for (const wrong of [13, -1, 1.5, Number.NaN, 2 ** 32]) {
      const message = `contains token ${wrong}; expected 0..12`;
      expect(() => policy.logits([[1], [2, wrong]])).toThrow(`sequence 1 ${message}`);
      expect(() => policy.logitsAlong([wrong])).toThrow(`sequence 0 ${message}`);
    }
    expect(() => policy.logits([[1], []])).toThrow('sequence 1 is empty');
    expect(() => policy.nextTokenProbabilities([Array(25).fill(1)])).toThrow(
      'sequence 0 has 25 tokens; the context holds 24',
    );
    expect(policy.logits([Array(24).fill(1)])).toHaveLength(1);
    const limits = { maxNewTokens: 15, stopToken: 5 };
    const sampling = (prompts: number[][], changed = {}) =>
      expect(() => policy.sample(prompts, randomStream(0), { ...limits, ...changed }));
    sampling([[1, 13]]).toThrow('prompt 0 contains token 13; expected 0..12');
    sampling([[]]).toThrow('prompt 0 is empty');
    sampling([[1]], { beginnings: [[1, 99]] }).toThrow('beginning 0 contains token 99; expected 0..12');
    sampling([[1, 2], [1]]).toThrow('prompt 1 has 1 tokens, the first 2');
    sampling([Array(10).fill(1)]).toThrow('10 + 15 tokens do not fit in a context of 24');
    sampling([[1]], { beginnings: [Array(16).fill(1)] }).toThrow('beginning 0 has 16 tokens; at most 15');
    sampling([[1]], { temperature: -1 }).toThrow('temperature is -1, expected a number of at least 0');
    sampling([[1]], { maxNewTokens: 2.5 }).toThrow('maxNewTokens is 2.5, expected an integer');
    policy.dispose();
    expect(() => policy.logits([[1]])).toThrow('disposed of');
  });
});

test('tensors that are not those of the options are an error that names the first', async () => {
  await useBackend('wasm');
  const [options, vocabularySize] = MODELS[1];
  const stored = storedPolicy(Transformer.random(options, vocabularySize, randomStream(0)));
  const changed = (name: string, tensor?: StoredTensor) => {
    const tensors = new Map(stored.tensors);
    if (tensor) tensors.set(name, tensor);
    else tensors.delete(name);
    return createInference({ ...stored, tensors });
  };
  const data = new Float32Array(260);
  await expect(changed('lm_head.weight', { shape: [20, 13], data })).rejects.toThrow(
    'tensor lm_head.weight is of shape [20,13]; expected [13,20]',
  );
  await expect(changed('transformer.ln_f.bias')).rejects.toThrow(
    'tensor transformer.ln_f.bias is missing; expected [20]',
  );
  await expect(changed('transformer.ln_f.bias', { shape: [20], data })).rejects.toThrow(
    'tensor transformer.ln_f.bias holds 260 numbers; expected 20',
  );
  await expect(createInference({ ...stored, options: { ...options, heads: 3 } })).rejects.toThrow(
    'width 20 is not a multiple of 3 heads',
  );
  const rotary = { ...options, positions: 'rotary' } as const;
  await expect(createInference({ ...stored, options: rotary })).rejects.toThrow(
    'rotary positions need heads of an even width, not 5',
  );
  await expect(createInference({ ...stored, options: { ...rotary, heads: 2 } })).rejects.toThrow(
    'tensor gpt_neox.embed_in.weight is missing; expected [13,20]',
  );
});
