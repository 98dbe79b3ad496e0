// What the tests of inference share.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompiledKernels, compileKernels, type ModuleVariant } from '@vestige/kernels/standalone';
import { type RandomStream, randomStream } from '@vestige/random';
import { saveCheckpoint } from '../checkpoint.ts';
import { readCheckpointFiles } from '../checkpointFiles.ts';
import type { ModelOptions } from '../options.ts';
import { Transformer } from '../transformer.ts';
import { Vocabulary } from '../vocabulary.ts';
import type { StoredPolicy } from './inference.ts';

export const MODULE_VARIANTS = ['simd', 'relaxed-simd'] as const;

export function kernelsOf(variant: ModuleVariant): Promise<CompiledKernels> {
  const file = new URL(`../../../kernels/build/${variant}.wasm`, import.meta.url);
  return compileKernels(variant, readFileSync(file));
}

/** A policy as the files of its checkpoint give it. */
export function storedPolicy(model: Transformer): StoredPolicy {
  const words = Array.from({ length: model.vocabularySize }, (_, id) => `w${id}`);
  const directory = mkdtempSync(join(tmpdir(), 'vestige-inference-'));
  saveCheckpoint(directory, model, new Vocabulary(words), { pad: 0, bos: 1, eos: 2 });
  const { options, tensors } = readCheckpointFiles(directory);
  rmSync(directory, { recursive: true });
  return { options, vocabularySize: words.length, tensors };
}

/** A model with random numbers in all of its parameters. */
export function randomModel(options: ModelOptions, vocabularySize: number, seed: number): Transformer {
  const stream = randomStream(seed, 'everywhere');
  const model = Transformer.random(options, vocabularySize, randomStream(seed, 'model'));
  const jittered = new Transformer(options, vocabularySize, (name) =>
    model.values(name).map((x) => x + 0.1 * stream.normal()),
  );
  model.dispose();
  return jittered;
}

/** Sequences of any lengths, some of which begin alike. */
export function randomSequences(
  count: number,
  longest: number,
  vocabularySize: number,
  stream: RandomStream,
) {
  const sequences: number[][] = [];
  for (let i = 0; i < count; i++) {
    const begun = i % 3 === 0 ? [] : sequences[stream.integer(i)]!;
    const length = 1 + stream.integer(longest);
    sequences.push(
      Array.from(
        { length },
        (_, t) => (t < length / 2 ? begun[t] : undefined) ?? stream.integer(vocabularySize),
      ),
    );
  }
  return sequences;
}

export function largestDifference(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (const [i, row] of a.entries()) {
    for (const [j, x] of Array.from(row).entries()) largest = Math.max(largest, Math.abs(x - b[i]![j]!));
  }
  return largest;
}
