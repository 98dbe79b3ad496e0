import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError, CONFIG, readCheckpointFiles, WEIGHTS } from './checkpointFiles.ts';
import { configOf } from './config.ts';
import type { ControlTokens } from './controlTokens.ts';
import { encodeSafetensors } from './safetensors.ts';
import { parametersOf, tensorsOf } from './storedParameters.ts';
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

/**
 * Writes a checkpoint: a directory that `transformers` loads as GPT2LMHeadModel, or with rotary positions as
 * GPTNeoXForCausalLM, with a fast tokenizer. It has a temporary name until it is complete.
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
  const { options, vocabularySize } = model;
  write(CONFIG, configOf(options, vocabularySize, control));
  for (const [name, content] of tokenizerFiles(vocabulary, control)) write(name, content);
  const tensors = tensorsOf((name) => model.values(name), options, vocabularySize);
  writeFileSync(join(temporary, WEIGHTS), encodeSafetensors(tensors, { format: 'pt', ...metadata }));
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
