import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels, type KernelVariant, tokenLogProb } from '@vestige/kernels';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import type { BackendName } from './backendName.ts';
import { HEAD } from './parameters.ts';
import { packed } from './sequences.ts';
import { TESTED_BACKENDS } from './testing/backends.ts';
import { Transformer } from './transformer.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** Made by fixtures/make.py from a GPT2LMHeadModel. */
const pytorch = JSON.parse(readFileSync(new URL('../fixtures/pytorch.json', import.meta.url), 'utf8')) as {
  config: {
    width: number;
    layers: number;
    heads: number;
    feedForward: number;
    contextLength: number;
    vocabulary: number;
  };
  ids: number[][];
  loss: number;
  logits: Numbers;
  parameters: Record<string, Numbers>;
  gradients: Record<string, Numbers>;
};

const transpose = ({ shape, data }: Numbers): Float32Array => {
  const [rows, columns] = shape as [number, number];
  return Float32Array.from(data, (_, k) => data[(k % rows) * columns + Math.floor(k / rows)]!);
};
const inOurLayout = (name: string, numbers: Numbers) =>
  name === HEAD ? transpose(numbers) : Float32Array.from(numbers.data);

const inputs = pytorch.ids.map((row) => row.slice(0, -1));
const targets = pytorch.ids.flatMap((row) => row.slice(1));

/** The residual stream at every position of every sequence, one sequence after the other. */
function residualOf(model: Transformer, sequences: readonly (readonly number[])[]): tf.Tensor2D {
  const batch = packed(sequences);
  return model.residual(batch, batch.sequences.rows);
}

function lossOf(model: Transformer): tf.Scalar {
  return tf.tidy(() => {
    const logits = model.logits(residualOf(model, inputs));
    return tf.neg(tf.mean(tokenLogProb(logits, tf.tensor1d(targets, 'int32')).logProb));
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);
}

const implementations: [BackendName, KernelVariant][] = [
  ['cpu', 'composed'],
  ['wasm', 'composed'],
  ['wasm', 'simd'],
  ['wasm', 'relaxed-simd'],
  ...TESTED_BACKENDS.filter((backend) => backend === 'tensorflow').map(
    (backend): [BackendName, KernelVariant] => [backend, 'composed'],
  ),
];

describe.each(implementations)('on %s, %s', (backend, variant) => {
  const model = async () => {
    await useBackend(backend);
    await initializeKernels({ variant });
    const { config, parameters } = pytorch;
    return new Transformer(config, config.vocabulary, (name) => inOurLayout(name, parameters[name]!));
  };

  test("logits and loss are PyTorch's", async () => {
    const policy = await model();
    const logits = tf.tidy(() => policy.logits(residualOf(policy, inputs)));
    expect(largestDifference(logits.dataSync(), pytorch.logits.data)).toBeLessThan(2e-5);
    expect(Math.abs(lossOf(policy).dataSync()[0]! - pytorch.loss)).toBeLessThan(1e-5);
    policy.dispose();
  });

  test("gradients of every parameter are PyTorch's", async () => {
    const policy = await model();
    const variables = [...policy.parameters.values()];
    const { grads } = tf.variableGrads(() => lossOf(policy), variables);
    expect(policy.parameters.size).toBe(Object.keys(pytorch.gradients).length);
    for (const [name, variable] of policy.parameters) {
      const expected = inOurLayout(name, pytorch.gradients[name]!);
      expect(largestDifference(grads[variable.name]!.dataSync(), expected), name).toBeLessThan(1e-5);
    }
    policy.dispose();
  });
});

test('gradients are finite differences of the loss', async () => {
  await useBackend('cpu');
  const { config, parameters } = pytorch;
  const policy = new Transformer(config, config.vocabulary, (name) => inOurLayout(name, parameters[name]!));
  const { grads } = tf.variableGrads(() => lossOf(policy), [...policy.parameters.values()]);
  const stream = randomStream(0, 'finite differences');
  for (const [name, variable] of policy.parameters) {
    const at = stream.integer(variable.size);
    const shifted = (by: number) => {
      const data = Float32Array.from(variable.dataSync());
      data[at]! += by;
      const before = variable.clone();
      variable.assign(tf.tensor(data, variable.shape));
      const loss = lossOf(policy).dataSync()[0]!;
      variable.assign(before);
      return loss;
    };
    const step = 0.01;
    const numeric = (shifted(step) - shifted(-step)) / (2 * step);
    expect(Math.abs(numeric - grads[variable.name]!.dataSync()[at]!), name).toBeLessThan(2e-3);
  }
});

test('a random model has the stated spread and the parameters of its shape', async () => {
  await useBackend();
  const options = { width: 32, layers: 2, heads: 4, contextLength: 64 };
  const policy = Transformer.random(options, 49, randomStream(0, 'model'));
  const deviation = (name: string) => {
    const data = policy.values(name);
    return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);
  };
  expect(deviation('transformer.wte.weight')).toBeCloseTo(0.08, 2);
  expect(deviation('transformer.h.0.attn.c_attn.weight')).toBeCloseTo(1 / Math.sqrt(32), 2);
  expect(deviation('transformer.h.1.mlp.c_proj.weight')).toBeCloseTo(1 / Math.sqrt(128) / 2, 2);
  expect(deviation('transformer.h.1.mlp.c_proj.bias')).toBe(0);
  expect(deviation('transformer.ln_f.weight')).toBe(1);
  expect(policy.parameterCount).toBe(49 * 32 * 2 + 64 * 32 + 64 + 2 * (12 * 32 * 32 + 13 * 32));
});
