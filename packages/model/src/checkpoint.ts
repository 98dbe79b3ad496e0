import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError, CONFIG, readCheckpointFiles, WEIGHTS } from './checkpointFiles.ts';
import { EPSILON, feedForwardOf, HEAD } from './parameters.ts';
import { encodeSafetensors, type StoredTensor } from './safetensors.ts';
import { parametersOf, transposed } from './storedParameters.ts';
import { tokenizerFiles } from './tokenizer.ts';
import { Transformer } from './transformer.ts';
import { Vocabulary } from './vocabulary.ts';

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
  const { options, tensors, metadata, words: ownWords } = readCheckpointFiles(directory);
  const vocabulary = new Vocabulary(ownWords);
  if (words && !vocabulary.equals(words)) {
    throw new CheckpointError(
      `${directory}: its vocabulary (${vocabulary.size} words) is not the environment's (${words.length} words); use a checkpoint of this experiment, or train it again`,
    );
  }
  let parameters: ReadonlyMap<string, Float32Array>;
  try {
    parameters = parametersOf(tensors, options, vocabulary.size);
  } catch (error) {
    throw new CheckpointError(`${join(directory, WEIGHTS)}: ${(error as Error).message}`);
  }
  const model = new Transformer(options, vocabulary.size, (name) => parameters.get(name)!);
  return { model, vocabulary, metadata };
}

function tensorsOf(model: Transformer): Map<string, StoredTensor> {
  return new Map(
    Array.from(model.parameters, ([name, { shape }]) => {
      const tensor = { shape, data: model.values(name) };
      return [name, name === HEAD ? { shape: [...shape].reverse(), data: transposed(tensor) } : tensor];
    }),
  );
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
    layer_norm_epsilon: EPSILON,
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
