import type { CheckpointFiles } from './checkpointFiles.ts';
import type { ModelOptions } from './options.ts';
import { EPSILON, feedForwardOf, HEAD, parameterShapes, rotaryBaseOf } from './parameters.ts';
import { parametersOf, placeOf, transposed } from './storedParameters.ts';

/** Bytes that tensors begin at multiples of. */
const ALIGNMENT = 32;
const VERSION = 3;

/** Types of values (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const UINT32 = 4;
const INT32 = 5;
const FLOAT32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

/** Of single tokens. */
const CONTROL = 3;
const USER_DEFINED = 4;

/** What a value is written as. */
type Value =
  | { readonly uint32: number }
  | { readonly float32: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly int32s: readonly number[] };

interface Tensor {
  readonly name: string;
  /** Row-major. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Names in llama.cpp by those in a GPT-2: of what is in a block, and of the rest. */
const IN_BLOCK: Readonly<Record<string, string>> = {
  ln_1: 'attn_norm',
  'attn.c_attn': 'attn_qkv',
  'attn.c_proj': 'attn_output',
  ln_2: 'ffn_norm',
  'mlp.c_fc': 'ffn_up',
  'mlp.c_proj': 'ffn_down',
};
const OUTSIDE: Readonly<Record<string, string>> = {
  'transformer.wte': 'token_embd',
  'transformer.wpe': 'position_embd',
  'transformer.ln_f': 'output_norm',
  lm_head: 'output',
};

/**
 * A checkpoint as a GGUF file, for llama.cpp and what is made of it: architecture `gpt2`, or with rotary positions
 * `gptneox`, in single precision.
 *
 * Its tokens are words with the space before them, so that a text whose words stand apart by one space has the tokens that
 * the policy was trained on: `<bos>`, then ` nat3 income2 <think> income2 good`. The chat template asks a question to be
 * thought about.
 *
 * @param name of the model, for people
 */
export function ggufOf({ options, words, tensors }: CheckpointFiles, name: string): Uint8Array<ArrayBuffer> {
  const parameters = parametersOf(tensors, options, words.length);
  const written = parameterShapes(options, words.length).map(({ name, shape }) =>
    tensorOf(name, shape, parameters.get(name)!),
  );
  const parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    size += part.length;
  };
  const pad = () => add(new Uint8Array((ALIGNMENT - (size % ALIGNMENT)) % ALIGNMENT));
  const metadata = metadataOf(options, words, name);
  add(new TextEncoder().encode('GGUF'));
  add(uint32(VERSION));
  add(uint64(written.length));
  add(uint64(metadata.size));
  for (const [key, value] of metadata) for (const part of [text(key), ...typed(value)]) add(part);
  let offset = 0;
  for (const { name, shape, data } of written) {
    // Dimensions are told from the innermost.
    for (const part of [text(name), uint32(shape.length), ...shape.toReversed().map(uint64)]) add(part);
    add(uint32(0));
    add(uint64(offset));
    offset += Math.ceil(data.byteLength / ALIGNMENT) * ALIGNMENT;
  }
  for (const { data } of written) {
    pad();
    add(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  pad();
  const file = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function metadataOf(options: ModelOptions, words: readonly string[], name: string): Map<string, Value> {
  const base = rotaryBaseOf(options);
  const architecture = base === undefined ? 'gpt2' : 'gptneox';
  const id = (word: string): Value => ({ uint32: words.indexOf(word) });
  const rotary: [string, Value][] =
    base === undefined
      ? []
      : [
          ['gptneox.rope.dimension_count', { uint32: options.width / options.heads }],
          ['gptneox.rope.freq_base', { float32: base }],
          ['gptneox.use_parallel_residual', { bool: false }],
        ];
  return new Map<string, Value>([
    ['general.architecture', { string: architecture }],
    ['general.name', { string: name }],
    ['general.file_type', { uint32: 0 }],
    [`${architecture}.block_count`, { uint32: options.layers }],
    [`${architecture}.context_length`, { uint32: options.contextLength }],
    [`${architecture}.embedding_length`, { uint32: options.width }],
    [`${architecture}.feed_forward_length`, { uint32: feedForwardOf(options) }],
    [`${architecture}.attention.head_count`, { uint32: options.heads }],
    [`${architecture}.attention.layer_norm_epsilon`, { float32: EPSILON }],
    ...rotary,
    ['tokenizer.ggml.model', { string: 'gpt2' }],
    ['tokenizer.ggml.pre', { string: 'gpt-2' }],
    ['tokenizer.ggml.tokens', { strings: words.map((word) => (word === '<bos>' ? word : ` ${word}`)) }],
    [
      'tokenizer.ggml.token_type',
      { int32s: words.map((word) => (word.startsWith('<') ? CONTROL : USER_DEFINED)) },
    ],
    // llama.cpp asks for some; words that are taken whole use none.
    ['tokenizer.ggml.merges', { strings: ['a b'] }],
    ['tokenizer.ggml.bos_token_id', id('<bos>')],
    ['tokenizer.ggml.eos_token_id', id('<eos>')],
    ['tokenizer.ggml.padding_token_id', id('<pad>')],
    ['tokenizer.ggml.add_bos_token', { bool: false }],
    ['tokenizer.ggml.add_space_prefix', { bool: false }],
    [
      'tokenizer.chat_template',
      {
        string:
          "<bos>{% for message in messages %} {{ message['content'] }}{% endfor %}{% if add_generation_prompt %} <think>{% endif %}",
      },
    ],
  ]);
}

/** A parameter under llama.cpp's name; its matrices are [out, in], and the model's [in, out]. */
function tensorOf(name: string, shape: readonly number[], data: Float32Array): Tensor {
  const { of, kind, block } = placeOf(name);
  const told = block ? `blk.${block.layer}.${IN_BLOCK[block.module]}` : OUTSIDE[of]!;
  const tensor = { name: `${told}.${kind}`, shape, data };
  if (shape.length === 1 || (!block && name !== HEAD)) return tensor;
  const turned = transposed(shape);
  return { ...tensor, shape: turned.shape, data: data.map((_, place) => data[turned.source(place)]!) };
}

function typed(value: Value): Uint8Array[] {
  if ('uint32' in value) return [uint32(UINT32), uint32(value.uint32)];
  if ('float32' in value)
    return [uint32(FLOAT32), bytesOf(4, (view) => view.setFloat32(0, value.float32, true))];
  if ('bool' in value) return [uint32(BOOL), Uint8Array.of(Number(value.bool))];
  if ('string' in value) return [uint32(STRING), text(value.string)];
  if ('strings' in value) return [...array(STRING, value.strings.length), ...value.strings.map(text)];
  return [
    ...array(INT32, value.int32s.length),
    ...value.int32s.map((one) => bytesOf(4, (view) => view.setInt32(0, one, true))),
  ];
}

function array(type: number, length: number): Uint8Array[] {
  return [uint32(ARRAY), uint32(type), uint64(length)];
}

function text(string: string): Uint8Array {
  const bytes = new TextEncoder().encode(string);
  const told = new Uint8Array(8 + bytes.length);
  told.set(uint64(bytes.length));
  told.set(bytes, 8);
  return told;
}

function uint32(number: number): Uint8Array {
  return bytesOf(4, (view) => view.setUint32(0, number, true));
}

function uint64(number: number): Uint8Array {
  return bytesOf(8, (view) => view.setBigUint64(0, BigInt(number), true));
}

function bytesOf(size: number, set: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  set(view);
  return new Uint8Array(view.buffer);
}
