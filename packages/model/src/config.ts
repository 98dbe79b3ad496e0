import type { ControlTokens } from './controlTokens.ts';
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

/** A setting that decides what a model computes. */
interface Setting {
  /** The only value that {@link Transformer} follows. */
  readonly followed: string | number | boolean;
  /** What `transformers` takes where config.json does not say. */
  readonly unsaid: string | number | boolean;
}

const GPT2: Readonly<Record<string, Setting>> = {
  activation_function: { followed: 'gelu_new', unsaid: 'gelu_new' },
  layer_norm_epsilon: { followed: EPSILON, unsaid: 1e-5 },
  scale_attn_weights: { followed: true, unsaid: true },
  scale_attn_by_inverse_layer_idx: { followed: false, unsaid: false },
  add_cross_attention: { followed: false, unsaid: false },
  tie_word_embeddings: { followed: false, unsaid: true },
};

const NEOX: Readonly<Record<string, Setting>> = {
  hidden_act: { followed: 'gelu_new', unsaid: 'gelu' },
  layer_norm_eps: { followed: EPSILON, unsaid: 1e-5 },
  use_parallel_residual: { followed: false, unsaid: true },
  attention_bias: { followed: true, unsaid: true },
  tie_word_embeddings: { followed: false, unsaid: false },
};

const ROPE: Readonly<Record<string, Setting>> = {
  'rope_parameters.rope_type': { followed: 'default', unsaid: 'default' },
  'rope_parameters.partial_rotary_factor': { followed: 1, unsaid: 0.25 },
};

/** Layers are objects before a tensor is read. */
const MOST_LAYERS = 10_000;
const MOST = 2 ** 31 - 1;

/**
 * The shape of the model, from the config.json of a checkpoint.
 *
 * @throws with one line that names the field, its value and what is followed
 */
export function optionsOf(config: unknown): ModelOptions {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new Error('expected an object with the settings of a model');
  }
  const kind = fieldOf(config, 'model_type');
  if (kind === 'gpt2') return gpt2Options(config);
  if (kind === 'gpt_neox') return neoxOptions(config);
  throw new Error(`field model_type: ${told(kind)}; expected "gpt2" or "gpt_neox"`);
}

function gpt2Options(config: object): ModelOptions {
  expectFollowed(config, GPT2);
  const sizes = sizesIn(config, GPT2_SIZES, 1);
  const feedForward = isMissing(fieldOf(config, 'n_inner')) ? 4 * sizes.width : sizeOf(config, 'n_inner');
  return { ...sizes, feedForward };
}

function neoxOptions(config: object): ModelOptions {
  expectFollowed(config, NEOX);
  return {
    ...sizesIn(config, NEOX_SIZES, 2),
    feedForward: sizeOf(config, 'intermediate_size'),
    positions: 'rotary',
    rotaryBase: rotaryBaseIn(config),
  };
}

type Sizes = 'width' | 'layers' | 'heads' | 'contextLength';

const GPT2_SIZES: Readonly<Record<Sizes, string>> = {
  width: 'n_embd',
  layers: 'n_layer',
  heads: 'n_head',
  contextLength: 'n_positions',
};

const NEOX_SIZES: Readonly<Record<Sizes, string>> = {
  width: 'hidden_size',
  layers: 'num_hidden_layers',
  heads: 'num_attention_heads',
  contextLength: 'max_position_embeddings',
};

/** @param multiple what the width of a head has to be a multiple of */
function sizesIn(
  config: object,
  names: Readonly<Record<Sizes, string>>,
  multiple: number,
): Pick<ModelOptions, Sizes> {
  const width = sizeOf(config, names.width);
  const heads = sizeOf(config, names.heads);
  if (width % (heads * multiple) !== 0) {
    const even = multiple === 1 ? '' : ' into even numbers';
    throw new Error(`field ${names.heads}: ${heads}; expected a divisor of the width ${width}${even}`);
  }
  return {
    width,
    heads,
    layers: sizeOf(config, names.layers, MOST_LAYERS),
    contextLength: sizeOf(config, names.contextLength),
  };
}

function rotaryBaseIn(config: object): number {
  const rope = fieldOf(config, 'rope_parameters');
  if (typeof rope !== 'object' || rope === null) {
    throw new Error(`field rope_parameters: ${told(rope)}; expected an object with rope_theta`);
  }
  expectFollowed(config, ROPE);
  const base = fieldOf(config, 'rope_parameters.rope_theta');
  if (typeof base === 'number' && base >= 1) return base;
  throw new Error(`field rope_parameters.rope_theta: ${told(base)}; expected a number from 1`);
}

function expectFollowed(config: object, settings: Readonly<Record<string, Setting>>): void {
  for (const [field, { followed, unsaid }] of Object.entries(settings)) {
    const written = fieldOf(config, field);
    if ((isMissing(written) ? unsaid : written) === followed) continue;
    const meaning = isMissing(written) ? `, which means ${told(unsaid)}` : '';
    throw new Error(`field ${field}: ${told(written)}${meaning}; expected ${told(followed)}`);
  }
}

function sizeOf(config: object, field: string, most = MOST): number {
  const size = fieldOf(config, field);
  if (Number.isInteger(size) && (size as number) >= 1 && (size as number) <= most) return size as number;
  throw new Error(`field ${field}: ${told(size)}; expected a whole number from 1 to ${most}`);
}

/** @param path fields of fields, joined by dots */
function fieldOf(config: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, field) => {
    const has = typeof value === 'object' && value !== null && Object.hasOwn(value, field);
    return has ? (value as Record<string, unknown>)[field] : undefined;
  }, config);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function told(value: unknown): string {
  return value === undefined ? 'is missing' : JSON.stringify(value);
}
