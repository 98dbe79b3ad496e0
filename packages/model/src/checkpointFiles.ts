import { join } from 'node:path';
import { IntegrityError, readChecked, readCheckedJson } from '@vestige/manifest';
import { optionsOf } from './config.ts';
import type { ModelOptions } from './options.ts';
import { decodeSafetensors, type StoredTensor } from './safetensors.ts';
import { wordsOfTokenizer } from './tokenizer.ts';

/** A checkpoint that is missing, damaged or of another vocabulary. The message is one line. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** What the files of a checkpoint hold. Reading them needs no TensorFlow.js. */
export interface CheckpointFiles {
  readonly options: ModelOptions;
  /** Token id -> word. */
  readonly words: readonly string[];
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** What made it: the safetensors metadata, strings. */
  readonly metadata: Readonly<Record<string, string>>;
}

export const WEIGHTS = 'model.safetensors';
export const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';

/**
 * Reads the files of a checkpoint directory. In the folder of a stage they are held against its manifest.
 *
 * @throws {CheckpointError}
 * @throws {IntegrityError} if one is not what its stage wrote, or not JSON
 */
export function readCheckpointFiles(directory: string): CheckpointFiles {
  const options = readModelOptions(directory);
  const words = readAs(directory, TOKENIZER, wordsOfTokenizer);
  const file = join(directory, WEIGHTS);
  try {
    return { options, words, ...decodeSafetensors(readChecked(file)) };
  } catch (error) {
    if (error instanceof IntegrityError) throw error;
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = missing ? 'no such file' : (error as Error).message;
    throw new CheckpointError(`${file}: ${reason}; delete the checkpoint and run its stage again`);
  }
}

/**
 * The shape of the model in a checkpoint directory, without reading its tensors.
 *
 * @throws {CheckpointError}
 */
export function readModelOptions(directory: string): ModelOptions {
  return readAs(directory, CONFIG, optionsOf);
}

function readAs<T>(directory: string, name: string, read: (content: unknown) => T): T {
  const content = readJson(directory, name);
  try {
    return read(content);
  } catch (error) {
    throw new CheckpointError(`${join(directory, name)}: ${(error as Error).message}`);
  }
}

function readJson(directory: string, name: string): unknown {
  const file = join(directory, name);
  try {
    return readCheckedJson(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CheckpointError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `${file}: no such file; expected a checkpoint directory with ${CONFIG}, ${TOKENIZER} and ${WEIGHTS}`
        : `${file}: cannot be read (${code})`,
    );
  }
}
