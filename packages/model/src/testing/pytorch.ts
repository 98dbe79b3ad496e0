import { readFileSync } from 'node:fs';
import type { ModelOptions } from '../options.ts';
import type { StoredTensor } from '../safetensors.ts';
import { parametersOf } from '../storedParameters.ts';

/** What PyTorch computes of a small model. */
export interface PytorchModel {
  readonly options: ModelOptions;
  readonly vocabularySize: number;
  /** Sequences; the model sees all but the last token of each. */
  readonly ids: number[][];
  /** Mean cross-entropy. */
  readonly loss: number;
  /** [sequences * positions, vocabulary] */
  readonly logits: Float32Array;
  /** As a file holds them. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** By our names, in our layout. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

interface Numbers {
  readonly shape: number[];
  readonly data: number[];
}

/** Made by fixtures/make.py: from a GPT2LMHeadModel, or with rotary positions from a GPTNeoXForCausalLM. */
export function pytorchModel(positions: 'learned' | 'rotary'): PytorchModel {
  const name = positions === 'rotary' ? 'pytorch-rotary.json' : 'pytorch.json';
  const file = readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
  const { config, ids, loss, logits, parameters, gradients } = JSON.parse(file) as {
    config: ModelOptions & { vocabulary: number };
    ids: number[][];
    loss: number;
    logits: Numbers;
    parameters: Record<string, Numbers>;
    gradients: Record<string, Numbers>;
  };
  const { vocabulary: vocabularySize, ...options } = config;
  const tensors = stored(parameters);
  return {
    ...{ options, vocabularySize, ids, loss, tensors },
    logits: Float32Array.from(logits.data),
    parameters: parametersOf(tensors, options, vocabularySize),
    gradients: parametersOf(stored(gradients), options, vocabularySize),
  };
}

function stored(numbers: Record<string, Numbers>): Map<string, StoredTensor> {
  return new Map(
    Object.entries(numbers).map(([name, { shape, data }]) => [
      name,
      { shape, data: Float32Array.from(data) },
    ]),
  );
}
