import { type CompiledKernels, instantiateKernels } from '@vestige/kernels/standalone';
import type { RandomStream } from '@vestige/random';
import {
  type CompletionOptions,
  complete,
  forbiddenMask,
  type SampledCompletion,
  type SampledTokens,
} from '../completions.ts';
import type { ModelOptions } from '../options.ts';
import { Packing } from '../packing.ts';
import type { StoredTensor } from '../safetensors.ts';
import { parametersOf } from '../storedParameters.ts';
import { KernelOps } from './kernelOps.ts';
import { type Attend, Network } from './network.ts';
import type { Implementation, Matrix } from './ops.ts';
import { PlainOps } from './plainOps.ts';

/** Sequences computed at once; it bounds the memory of a call. */
const BATCH = 256;

/** A policy as the files of its checkpoint give it. */
export interface StoredPolicy {
  readonly options: ModelOptions;
  readonly vocabularySize: number;
  /** As `decodeSafetensors` gives them. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * A trained policy that writes and scores. With kernels its numbers are bit for bit those of `Transformer` on the
 * backend `wasm` with the same build; without, within 1e-4.
 *
 * Every method throws, with a line that names the sequence, if one is empty or longer than the context, or holds a
 * token that is not of the vocabulary.
 */
export interface Inference {
  readonly implementation: Implementation;
  /**
   * Logits of the token after each sequence.
   *
   * @param sequences token ids, of any lengths; those that begin alike share what is computed
   * @returns [sequences][vocabulary]
   */
  logits(sequences: readonly (readonly number[])[]): Float32Array[];
  /** Logits of the token after each token of a sequence, given all up to it, [tokens][vocabulary]. */
  logitsAlong(sequence: readonly number[]): Float32Array[];
  /** The softmax of {@link logits}. */
  nextTokenProbabilities(sequences: readonly (readonly number[])[]): Float32Array[];
  /**
   * Samples a completion of each prompt, as `sample` does: the same tokens and log-probabilities from the same stream.
   *
   * @param prompts token ids, all of one length
   */
  sample(
    prompts: readonly (readonly number[])[],
    stream: RandomStream,
    options: CompletionOptions,
  ): SampledCompletion[];
  /** Lets go of the memory; other calls fail from then on. */
  dispose(): void;
}

/**
 * Makes a policy ready to run. It takes copies of the tensors.
 *
 * @param kernels of `compileKernels`, which may serve several policies; none runs plain TypeScript
 * @throws if the tensors are not those of the options; one line that names the first that is wrong
 */
export async function createInference(
  { options, vocabularySize, tensors }: StoredPolicy,
  kernels?: CompiledKernels,
): Promise<Inference> {
  if (options.width % options.heads !== 0) {
    throw new Error(`width ${options.width} is not a multiple of ${options.heads} heads`);
  }
  const headWidth = options.width / options.heads;
  if (options.positions === 'rotary' && headWidth % 2 !== 0) {
    throw new Error(`rotary positions need heads of an even width, not ${headWidth}`);
  }
  const parameters = parametersOf(tensors, options, vocabularySize);
  if (!kernels) {
    return new NetworkInference(new Network(new PlainOps(), options, vocabularySize, parameters));
  }
  const ops = new KernelOps(await instantiateKernels(kernels));
  return new NetworkInference(new Network(ops, options, vocabularySize, parameters));
}

class NetworkInference<M extends Matrix, Cache> implements Inference {
  readonly implementation: Implementation;
  #current: Network<M, Cache> | undefined;

  constructor(network: Network<M, Cache>) {
    this.implementation = network.ops.implementation;
    this.#current = network;
  }

  logits(sequences: readonly (readonly number[])[]): Float32Array[] {
    this.#expectSequences(sequences, 'sequence');
    const results: Float32Array[] = [];
    for (let start = 0; start < sequences.length; start += BATCH) {
      const packing = new Packing(sequences.slice(start, start + BATCH));
      results.push(...this.#logitsAt(packing, Int32Array.from(packing.lastRows())));
    }
    return results;
  }

  logitsAlong(sequence: readonly number[]): Float32Array[] {
    this.#expectSequences([sequence], 'sequence');
    return this.#logitsAt(new Packing([sequence]));
  }

  nextTokenProbabilities(sequences: readonly (readonly number[])[]): Float32Array[] {
    return this.logits(sequences).map(softmax);
  }

  sample(
    prompts: readonly (readonly number[])[],
    stream: RandomStream,
    options: CompletionOptions,
  ): SampledCompletion[] {
    const network = this.#network;
    const { ops } = network;
    const { layers, width, heads, contextLength } = network.options;
    const { temperature = 1, beginnings = [], forbidden = [] } = options;
    this.#expectSequences(prompts, 'prompt');
    this.#expectTokens(beginnings, 'beginning');
    const mask = forbiddenMask(forbidden, network.vocabularySize);
    const pass = (
      uniforms: Float32Array,
      ids: Int32Array,
      positions: Int32Array,
      attend: Attend<M>,
      wanted?: Int32Array,
    ): SampledTokens =>
      ops.scope(() => {
        const logits = network.logits(network.blocks(ids, positions, attend, wanted));
        const numbers = ops.numbers(logits);
        for (let i = 0; i < numbers.length; i++) numbers[i]! += mask[i % mask.length]!;
        return ops.sampleTokens(logits, uniforms, temperature);
      });
    return ops.scope(() =>
      complete(prompts, contextLength, stream, options, (length) => {
        const caches = Array.from({ length: layers }, () => ops.cache(prompts.length, length, width, heads));
        return {
          begin: (uniforms) => {
            const packing = new Packing(prompts);
            const rows = packing.rows();
            const attend: Attend<M> = (qkv, layer) => {
              ops.fillCache(caches[layer]!, qkv, rows.rows);
              return ops.causalAttention(qkv, rows, heads);
            };
            return pass(uniforms, rows.ids, rows.positions, attend, Int32Array.from(packing.lastRows()));
          },
          next: (ids, open, position, uniforms) => {
            const sequences = Int32Array.from(open);
            const attend: Attend<M> = (qkv, layer) =>
              ops.decodeAttention(qkv, caches[layer]!, position, sequences);
            const positions = new Int32Array(open.length).fill(position);
            return pass(uniforms, Int32Array.from(ids), positions, attend);
          },
        };
      }),
    );
  }

  dispose(): void {
    this.#current = undefined;
  }

  get #network(): Network<M, Cache> {
    if (!this.#current) throw new Error('this policy has been disposed of');
    return this.#current;
  }

  /** Logits [rows][vocabulary] at some rows of a packing, or at all. */
  #logitsAt(packing: Packing, wanted?: Int32Array): Float32Array[] {
    const network = this.#network;
    const { ops, options, vocabularySize } = network;
    const rows = packing.rows();
    return ops.scope(() => {
      const attend: Attend<M> = (qkv) => ops.causalAttention(qkv, rows, options.heads);
      const logits = network.logits(network.blocks(rows.ids, rows.positions, attend, wanted));
      const numbers = ops.numbers(logits);
      return Array.from({ length: logits.rows }, (_, i) =>
        numbers.slice(i * vocabularySize, (i + 1) * vocabularySize),
      );
    });
  }

  #expectSequences(sequences: readonly (readonly number[])[], what: string): void {
    const { contextLength } = this.#network.options;
    for (const [i, { length }] of sequences.entries()) {
      if (length === 0) throw new Error(`${what} ${i} is empty`);
      if (length > contextLength) {
        throw new Error(`${what} ${i} has ${length} tokens; the context holds ${contextLength}`);
      }
    }
    this.#expectTokens(sequences, what);
  }

  /** Kernels would read past their tables. */
  #expectTokens(sequences: readonly (readonly number[])[], what: string): void {
    const { vocabularySize } = this.#network;
    for (const [i, sequence] of sequences.entries()) {
      const at = sequence.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize));
      if (at >= 0) {
        throw new Error(`${what} ${i} contains token ${sequence[at]}; expected 0..${vocabularySize - 1}`);
      }
    }
  }
}

function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((most, x) => Math.max(most, x), -Infinity);
  const weights = Float64Array.from(logits, (x) => Math.exp(x - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => weight / total);
}
