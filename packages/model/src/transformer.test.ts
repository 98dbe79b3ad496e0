import * as tf from '@tensorflow/tfjs-core';
import { initializeKernels, type KernelVariant, tokenLogProb } from '@vestige/kernels';
import { randomStream } from '@vestige/random';
import { describe, expect, test } from 'vitest';
import { useBackend } from './backend.ts';
import type { BackendName } from './backendName.ts';
import { packedTensors } from './packedTensors.ts';
import { TESTED_BACKENDS } from './testing/backends.ts';
import { type PytorchModel, pytorchModel } from './testing/pytorch.ts';
import { Transformer } from './transformer.ts';

const POSITIONS = ['learned', 'rotary'] as const;

const inputsOf = ({ ids }: PytorchModel) => ids.map((row) => row.slice(0, -1));

function transformerOf({ options, vocabularySize, parameters }: PytorchModel): Transformer {
  return new Transformer(options, vocabularySize, (name) => parameters.get(name)!);
}

/** The residual stream at every position of every sequence, one sequence after the other. */
function residualOf(model: Transformer, sequences: readonly (readonly number[])[]): tf.Tensor2D {
  const batch = packedTensors(sequences);
  return model.residual(batch, batch.sequences.rows);
}

function lossOf(model: Transformer, pytorch: PytorchModel): tf.Scalar {
  return tf.tidy(() => {
    const logits = model.logits(residualOf(model, inputsOf(pytorch)));
    const targets = pytorch.ids.flatMap((row) => row.slice(1));
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

describe.each(POSITIONS)('with %s positions', (positions) => {
  const pytorch = pytorchModel(positions);

  describe.each(implementations)('on %s, %s', (backend, variant) => {
    const model = async () => {
      await useBackend(backend);
      await initializeKernels({ variant });
      return transformerOf(pytorch);
    };

    test("logits and loss are PyTorch's", async () => {
      const policy = await model();
      const logits = tf.tidy(() => policy.logits(residualOf(policy, inputsOf(pytorch))));
      expect(largestDifference(logits.dataSync(), pytorch.logits)).toBeLessThan(2e-5);
      expect(Math.abs(lossOf(policy, pytorch).dataSync()[0]! - pytorch.loss)).toBeLessThan(1e-5);
      policy.dispose();
    });

    test("gradients of every parameter are PyTorch's", async () => {
      const policy = await model();
      const variables = [...policy.parameters.values()];
      const { grads } = tf.variableGrads(() => lossOf(policy, pytorch), variables);
      expect(policy.parameters.size).toBe(pytorch.tensors.size);
      for (const [name, variable] of policy.parameters) {
        const difference = largestDifference(grads[variable.name]!.dataSync(), pytorch.gradients.get(name)!);
        expect(difference, name).toBeLessThan(1e-5);
      }
      policy.dispose();
    });
  });

  test('gradients are finite differences of the loss', async () => {
    await useBackend('cpu');
    const policy = transformerOf(pytorch);
    const { grads } = tf.variableGrads(() => lossOf(policy, pytorch), [...policy.parameters.values()]);
    const stream = randomStream(0, 'finite differences');
    for (const [name, variable] of policy.parameters) {
      const at = stream.integer(variable.size);
      const shifted = (by: number) => {
        const data = Float32Array.from(variable.dataSync());
        data[at]! += by;
        const before = variable.clone();
        variable.assign(tf.tensor(data, variable.shape));
        const loss = lossOf(policy, pytorch).dataSync()[0]!;
        variable.assign(before);
        return loss;
      };
      const step = 0.01;
      const numeric = (shifted(step) - shifted(-step)) / (2 * step);
      expect(Math.abs(numeric - grads[variable.name]!.dataSync()[at]!), name).toBeLessThan(2e-3);
    }
  });
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

test('a model with rotary positions has no table of them, and is another one for another base', async () => {
  await useBackend();
  const options = { width: 32, layers: 2, heads: 4, contextLength: 64, positions: 'rotary' } as const;
  const policy = Transformer.random(options, 49, randomStream(0, 'model'));
  expect(policy.parameterCount).toBe(49 * 32 * 2 + 64 + 2 * (12 * 32 * 32 + 13 * 32));
  expect([...policy.parameters.keys()]).not.toContain('transformer.wpe.weight');
  const logitsWith = (rotaryBase?: number) => {
    const other = new Transformer({ ...options, rotaryBase }, 49, (name) => policy.values(name));
    return tf.tidy(() => other.logits(residualOf(other, [[1, 2, 3, 4]])).dataSync());
  };
  expect(logitsWith()).toEqual(logitsWith(10000));
  expect(logitsWith()).not.toEqual(logitsWith(1e12));
});
