import { describe, expect, test } from 'vitest';
import { configOf, optionsOf } from './config.ts';
import type { ModelOptions } from './options.ts';

const CONTROL = { pad: 0, bos: 1, eos: 5 };
const learned = { width: 8, layers: 2, heads: 2, contextLength: 16, feedForward: 20 };
const rotary: ModelOptions = { ...learned, positions: 'rotary', rotaryBase: 500 };
const gpt2 = configOf(learned, 10, CONTROL);
const neox = configOf(rotary, 10, CONTROL);

/** What is said of a configuration. */
function message(config: unknown): string {
  try {
    optionsOf(config);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

test('what is written is read', () => {
  expect(optionsOf(gpt2)).toEqual(learned);
  expect(optionsOf(neox)).toEqual(rotary);
});

test('what transformers leaves out is what it means', () => {
  const { activation_function, layer_norm_epsilon, ...rest } = gpt2;
  expect(optionsOf({ ...rest, n_inner: null })).toEqual({ ...learned, feedForward: 32 });
});

describe('settings that the model does not follow are refused', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['gpt2', gpt2, { model_type: 'llama' }, 'field model_type: "llama"; expected "gpt2" or "gpt_neox"'],
    ['gpt2', gpt2, { model_type: undefined }, 'field model_type: is missing; expected "gpt2" or "gpt_neox"'],
    ['gpt2', gpt2, { activation_function: 'relu' }, 'field activation_function: "relu"; expected "gelu_new"'],
    ['gpt2', gpt2, { layer_norm_epsilon: 1e-6 }, 'field layer_norm_epsilon: 0.000001; expected 0.00001'],
    ['gpt2', gpt2, { tie_word_embeddings: true }, 'field tie_word_embeddings: true; expected false'],
    [
      ...(['gpt2', gpt2, { tie_word_embeddings: undefined }] as const),
      'field tie_word_embeddings: is missing, which means true; expected false',
    ],
    ['gpt2', gpt2, { scale_attn_weights: false }, 'field scale_attn_weights: false; expected true'],
    ['gpt2', gpt2, { n_head: 3 }, 'field n_head: 3; expected a divisor of the width 8'],
    [
      'gpt2',
      gpt2,
      { n_embd: undefined },
      'field n_embd: is missing; expected a whole number from 1 to 2147483647',
    ],
    ['gpt2', gpt2, { n_layer: 1.5 }, 'field n_layer: 1.5; expected a whole number from 1 to 10000'],
    ['gpt2', gpt2, { n_layer: 1e9 }, 'field n_layer: 1000000000; expected a whole number from 1 to 10000'],
    [
      'gpt2',
      gpt2,
      { n_positions: '16' },
      'field n_positions: "16"; expected a whole number from 1 to 2147483647',
    ],
    ['gpt2', gpt2, { n_inner: 0 }, 'field n_inner: 0; expected a whole number from 1 to 2147483647'],
    ['neox', neox, { hidden_act: 'gelu' }, 'field hidden_act: "gelu"; expected "gelu_new"'],
    [
      ...(['neox', neox, { hidden_act: undefined }] as const),
      'field hidden_act: is missing, which means "gelu"; expected "gelu_new"',
    ],
    ['neox', neox, { use_parallel_residual: true }, 'field use_parallel_residual: true; expected false'],
    ['neox', neox, { attention_bias: false }, 'field attention_bias: false; expected true'],
    [
      ...(['neox', neox, { num_attention_heads: 8 }] as const),
      'field num_attention_heads: 8; expected a divisor of the width 8 into even numbers',
    ],
    [
      ...(['neox', neox, { rope_parameters: undefined }] as const),
      'field rope_parameters: is missing; expected an object with rope_theta',
    ],
    [
      ...(['neox', neox, { rope_parameters: { rope_type: 'yarn', rope_theta: 500 } }] as const),
      'field rope_parameters.rope_type: "yarn"; expected "default"',
    ],
    [
      ...(['neox', neox, { rope_parameters: { rope_theta: 500 } }] as const),
      'field rope_parameters.partial_rotary_factor: is missing, which means 0.25; expected 1',
    ],
    [
      ...(['neox', neox, { rope_parameters: { rope_theta: 'x', partial_rotary_factor: 1 } }] as const),
      'field rope_parameters.rope_theta: "x"; expected a number from 1',
    ],
  ])('%s %j', (_, config, changes, expected) => {
    expect(message({ ...config, ...changes })).toBe(expected);
  });

  test.each([[null], [[]], ['gpt2'], [3]])('%j is no configuration', (config) => {
    expect(message(config)).toBe('expected an object with the settings of a model');
  });
});
