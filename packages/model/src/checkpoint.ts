import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelOptions } from './options.ts';
import { feedForwardOf, HEAD, parameterShapes } from './parameters.ts';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors.ts';
import { tokenizerFiles, wordsOfTokenizer } from './tokenizer.ts';
import { Transformer } from './transformer.ts';
import { Vocabulary } from './vocabulary.ts';

/** A checkpoint that is missing, damaged or of another vocabulary. The message is one line. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** A checkpoint read from disk. */
export interface Checkpoint {
  readonly model: Transformer;
  readonly vocabulary: Vocabulary;
  /** What made it: the safetensors metadata, strings. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Control tokens a tokenizer has to know. */
export interface ControlTokens {
  readonly pad: number;
  readonly bos: number;
  readonly eos: number;
}

const WEIGHTS = 'model.safetensors';
const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';

/**
 * Writes a checkpoint: a directory that `transformers` loads as GPT2LMHeadModel with a fast tokenizer. It has a
 * temporary name until it is complete.
 *
 * @param metadata strings kept in the safetensors header: what made it
 */
export function saveCheckpoint(
  directory: string,
  model: Transformer,
  vocabulary: Vocabulary,
  control: ControlTokens,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const temporary = `${directory}.partial`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const write = (name: string, content: unknown) =>
    writeFileSync(join(temporary, name), `${JSON.stringify(content, null, 2)}\n`);
  write(CONFIG, configOf(model, control));
  for (const [name, content] of tokenizerFiles(vocabulary, control)) write(name, content);
  writeFileSync(join(temporary, WEIGHTS), encodeSafetensors(tensorsOf(model), { format: 'pt', ...metadata }));
  rmSync(directory, { recursive: true, force: true });
  renameSync(temporary, directory);
}

/**
 * Reads a checkpoint.
 *
 * @param words the vocabulary it must have; none accepts its own
 * @throws {CheckpointError}
 */
export function loadCheckpoint(directory: string, words?: readonly string[]): Checkpoint {
  const config = readJson(directory, CONFIG) as Record<string, number>;
  const vocabulary = new Vocabulary(wordsOfTokenizer(readJson(directory, TOKENIZER)));
  if (words && !vocabulary.equals(words)) {
    throw new CheckpointError(
      `${directory}: its vocabulary (${vocabulary.size} words) is not the environment's (${words.length} words); use a checkpoint of this experiment, or train it again`,
    );
  }
  const options: ModelOptions = {
    width: config.n_embd!,
    layers: config.n_layer!,
    heads: config.n_head!,
    contextLength: config.n_positions!,
    feedForward: config.n_inner ?? 4 * config.n_embd!,
  };
  const file = join(directory, WEIGHTS);
  let stored: ReturnType<typeof decodeSafetensors>;
  try {
    stored = decodeSafetensors(readFileSync(file));
  } catch (error) {
    throw new CheckpointError(
      `${file}: ${(error as Error).message}; delete the checkpoint and run its stage again`,
    );
  }
  const expected = new Map(
    parameterShapes(options, vocabulary.size).map((entry) => [entry.name, entry.shape]),
  );
  const values = (name: string) => {
    const shape = expected.get(name)!;
    const inFile = name === HEAD ? [...shape].reverse() : shape;
    const tensor = stored.tensors.get(name);
    if (tensor?.shape.join() !== inFile.join()) {
      throw new CheckpointError(
        `${file}: tensor ${name} is ${tensor ? `of shape [${tensor.shape}]` : 'missing'}; expected [${inFile}]`,
      );
    }
    return name === HEAD ? transposed(tensor) : tensor.data;
  };
  return {
    model: new Transformer(options, vocabulary.size, values),
    vocabulary,
    metadata: stored.metadata,
  };
}

function readJson(directory: string, name: string): unknown {
  const file = join(directory, name);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CheckpointError(
      missing
        ? `${file}: no such file; expected a checkpoint directory with ${CONFIG}, ${TOKENIZER} and ${WEIGHTS}`
        : `${file}: ${(error as Error).message}`,
    );
  }
}

function tensorsOf(model: Transformer): Map<string, StoredTensor> {
  return new Map(
    Array.from(model.parameters, ([name, { shape }]) => {
      const tensor = { shape, data: model.values(name) };
      return [name, name === HEAD ? { shape: [...shape].reverse(), data: transposed(tensor) } : tensor];
    }),
  );
}

function transposed({ shape, data }: StoredTensor): Float32Array {
  const [rows, columns] = shape as [number, number];
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  }
  return result;
}

function configOf(model: Transformer, control: ControlTokens): Record<string, unknown> {
  const { options, vocabularySize } = model;
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: vocabularySize,
    n_positions: options.contextLength,
    n_embd: options.width,
    n_layer: options.layers,
    n_head: options.heads,
    n_inner: feedForwardOf(options),
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    resid_pdrop: 0,
    embd_pdrop: 0,
    attn_pdrop: 0,
    tie_word_embeddings: false,
    pad_token_id: control.pad,
    bos_token_id: control.bos,
    eos_token_id: control.eos,
    torch_dtype: 'float32',
  };
}
