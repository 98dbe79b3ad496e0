import type { ControlTokens } from './checkpoint.ts';
import type { ModelOptions } from './options.ts';
import { EPSILON, feedForwardOf, rotaryBaseOf } from './parameters.ts';

/**
 * The config.json of a checkpoint for `transformers`: a GPT2LMHeadModel, or with rotary positions a
 * GPTNeoXForCausalLM.
 */
export function configOf(
  options: ModelOptions,
  vocabularySize: number,
  control: ControlTokens,
): Record<string, unknown> {
  return {
    ...shapeOf(options),
    vocab_size: vocabularySize,
    tie_word_embeddings: false,
    pad_token_id: control.pad,
    bos_token_id: control.bos,
    eos_token_id: control.eos,
    torch_dtype: 'float32',
  };
}

function shapeOf(options: ModelOptions): Record<string, unknown> {
  const { width, layers, heads, contextLength } = options;
  const feedForward = feedForwardOf(options);
  const base = rotaryBaseOf(options);
  if (base === undefined) {
    return {
      architectures: ['GPT2LMHeadModel'],
      model_type: 'gpt2',
      n_positions: contextLength,
      n_embd: width,
      n_layer: layers,
      n_head: heads,
      n_inner: feedForward,
      activation_function: 'gelu_new',
      layer_norm_epsilon: EPSILON,
      resid_pdrop: 0,
      embd_pdrop: 0,
      attn_pdrop: 0,
    };
  }
  return {
    architectures: ['GPTNeoXForCausalLM'],
    model_type: 'gpt_neox',
    max_position_embeddings: contextLength,
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: feedForward,
    hidden_act: 'gelu_new',
    layer_norm_eps: EPSILON,
    use_parallel_residual: false,
    attention_bias: true,
    attention_dropout: 0,
    hidden_dropout: 0,
    // Whole heads are rotated. `transformers` reads the first from version 5, the others before.
    rope_parameters: { rope_type: 'default', rope_theta: base, partial_rotary_factor: 1 },
    rotary_emb_base: base,
    rotary_pct: 1,
  };
}

/** The shape of the model, from a config.json that {@link configOf} wrote. */
export function optionsOf(config: unknown): ModelOptions {
  const { model_type, rope_parameters, ...numbers } = config as Record<string, number> & {
    readonly model_type: string;
    readonly rope_parameters: { readonly rope_theta: number };
  };
  if (model_type === 'gpt_neox') {
    return {
      width: numbers.hidden_size!,
      layers: numbers.num_hidden_layers!,
      heads: numbers.num_attention_heads!,
      contextLength: numbers.max_position_embeddings!,
      feedForward: numbers.intermediate_size!,
      positions: 'rotary',
      rotaryBase: rope_parameters.rope_theta,
    };
  }
  return {
    width: numbers.n_embd!,
    layers: numbers.n_layer!,
    heads: numbers.n_head!,
    contextLength: numbers.n_positions!,
    feedForward: numbers.n_inner ?? 4 * numbers.n_embd!,
  };
}
