import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  causalAttention,
  embed,
  feedForward,
  linear,
  type Norm,
  normLinear,
  rotary,
  rotaryTable,
  selectRows,
} from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import type { ModelOptions } from './options.ts';
import type { PackedTensors } from './packedTensors.ts';
import { HEAD, parameterShapes, rotaryBaseOf } from './parameters.ts';

/** Attention as a layer needs it: all positions at once in training, one position with a cache in sampling. */
export type Attend = (qkv: Tensor2D, layer: number) => Tensor2D;

/**
 * A transformer of GPT-2's shape (Radford et al. 2019): learned positions, pre-LayerNorm, GELU (tanh), biases,
 * an output matrix of its own. What `GPT2LMHeadModel` computes, without dropout; with rotary positions instead of
 * learned ones, what `GPTNeoXForCausalLM` computes if its residuals are not parallel.
 */
export class Transformer {
  readonly options: ModelOptions;
  readonly vocabularySize: number;
  /** By name, in the order of {@link parameterShapes}. */
  readonly parameters: ReadonlyMap<string, Variable>;
  /** Of rotary positions, [context, width / heads]. */
  readonly #angles: Tensor2D | undefined;

  /** @param values initial value of each parameter by name; the model takes copies */
  constructor(options: ModelOptions, vocabularySize: number, values: (name: string) => Float32Array) {
    this.options = options;
    this.vocabularySize = vocabularySize;
    this.parameters = new Map(
      parameterShapes(options, vocabularySize).map(({ name, shape }) => {
        const initial = tf.tensor(values(name).slice(), [...shape], 'float32');
        const variable = tf.variable(initial);
        initial.dispose();
        return [name, variable];
      }),
    );
    const base = rotaryBaseOf(options);
    if (base === undefined) return;
    const { contextLength, width, heads } = options;
    const table = rotaryTable(contextLength, width / heads, base);
    this.#angles = tf.keep(tf.tensor2d(table, [contextLength, width / heads]));
  }

  /** A new model with random parameters. */
  static random(options: ModelOptions, vocabularySize: number, stream: RandomStream): Transformer {
    const values = new Map(
      parameterShapes(options, vocabularySize).map(({ name, shape, initial }) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const data = new Float32Array(size);
        if (initial === 'ones') data.fill(1);
        else if (initial !== 'zeros') {
          for (let i = 0; i < size; i++) data[i] = initial.normal * stream.normal();
        }
        return [name, data];
      }),
    );
    return new Transformer(options, vocabularySize, (name) => values.get(name)!);
  }

  /** How many numbers it has learned. */
  get parameterCount(): number {
    return [...this.parameters.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** @throws if the model has no such parameter */
  parameter<T extends Tensor1D | Tensor2D>(name: string): T {
    const found = this.parameters.get(name);
    if (!found) throw new Error(`the model has no parameter ${name}`);
    return found as unknown as T;
  }

  /** A copy with parameters of its own. */
  clone(): Transformer {
    return new Transformer(this.options, this.vocabularySize, (name) => this.values(name));
  }

  /** Takes over the numbers of all parameters, as the constructor does. */
  assign(values: (name: string) => Float32Array): void {
    for (const [name, variable] of this.parameters) {
      const tensor = tf.tensor(values(name).slice(), variable.shape, 'float32');
      variable.assign(tensor);
      tensor.dispose();
    }
  }

  /** A parameter's numbers, in row-major order. */
  values(name: string): Float32Array {
    return this.parameter(name).dataSync<'float32'>();
  }

  /**
   * The residual stream after the last block.
   *
   * @param wanted int32 [n], rows of `inputs`, which may repeat: all in their order if absent. Others are spared
   *   what follows the last attention
   * @returns [n, width], or [rows, width]
   */
  residual({ ids, positions, sequences }: PackedTensors, wanted?: Tensor1D): Tensor2D {
    const attend: Attend = (qkv) => causalAttention(qkv, sequences, this.options.heads);
    return this.blocks(ids, positions, attend, wanted);
  }

  /** {@link residual} with attention left to the caller; `ids` and `positions` are int32 [rows]. */
  blocks(ids: Tensor1D, positions: Tensor1D, attend: Attend, wanted?: Tensor1D): Tensor2D {
    const angles = this.#angles;
    const tokens = this.parameter<Tensor2D>('transformer.wte.weight');
    let x = angles
      ? selectRows(tokens, ids)
      : embed(ids, positions, tokens, this.parameter<Tensor2D>('transformer.wpe.weight'));
    for (let layer = 0; layer < this.options.layers; layer++) {
      const at = `transformer.h.${layer}`;
      const { weight, bias } = this.#affine(`${at}.attn.c_attn`);
      const qkv = normLinear(x, this.#norm(`${at}.ln_1`), weight, bias);
      let attended = attend(angles ? rotary(qkv, positions, angles, this.options.heads) : qkv, layer);
      if (wanted && layer === this.options.layers - 1) {
        attended = selectRows(attended, wanted);
        x = selectRows(x, wanted);
      }
      const projection = this.#affine(`${at}.attn.c_proj`);
      x = linear(attended, projection.weight, { bias: projection.bias, residual: x });
      const { weight: weightIn, bias: biasIn } = this.#affine(`${at}.mlp.c_fc`);
      const { weight: weightOut, bias: biasOut } = this.#affine(`${at}.mlp.c_proj`);
      x = feedForward(x, this.#norm(`${at}.ln_2`), { weightIn, biasIn, weightOut, biasOut });
    }
    return x;
  }

  /**
   * Logits of the next token.
   *
   * @param residual [rows, width], rows of {@link residual}
   * @returns [rows, vocabulary]
   */
  logits(residual: Tensor2D): Tensor2D {
    return normLinear(residual, this.#norm('transformer.ln_f'), this.parameter<Tensor2D>(HEAD));
  }

  dispose(): void {
    for (const variable of this.parameters.values()) variable.dispose();
    this.#angles?.dispose();
  }

  #norm(name: string): Norm {
    return { gain: this.parameter(`${name}.weight`), bias: this.parameter(`${name}.bias`) };
  }

  #affine(name: string): { weight: Tensor2D; bias: Tensor1D } {
    return { weight: this.parameter(`${name}.weight`), bias: this.parameter(`${name}.bias`) };
  }
}
