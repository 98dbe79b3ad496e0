import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { causalAttention, embed, layerNorm, linear, selectRows } from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import type { ModelOptions } from './options.ts';
import { HEAD, parameterShapes } from './parameters.ts';
import type { Packed } from './sequences.ts';

/** Attention as a layer needs it: all positions at once in training, one position with a cache in sampling. */
export type Attend = (qkv: Tensor2D, layer: number) => Tensor2D;

/**
 * A transformer of GPT-2's shape (Radford et al. 2019): learned positions, pre-LayerNorm, GELU (tanh), biases,
 * an output matrix of its own. What `GPT2LMHeadModel` computes, without dropout.
 */
export class Transformer {
  readonly options: ModelOptions;
  readonly vocabularySize: number;
  /** By name, in the order of {@link parameterShapes}. */
  readonly parameters: ReadonlyMap<string, Variable>;

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

  /** A parameter's numbers, in row-major order. */
  values(name: string): Float32Array {
    return this.parameter(name).dataSync<'float32'>();
  }

  /**
   * The residual stream after the last block.
   *
   * @param rows int32 [n], the rows that are wanted: all if absent. Others are spared what follows the last
   *   attention
   * @returns [n, width], or [all rows, width]
   */
  residual({ ids, positions, lengths }: Packed, rows?: Tensor1D): Tensor2D {
    const attend: Attend = (qkv) => causalAttention(qkv, lengths, this.options.heads);
    return this.blocks(ids, positions, attend, rows);
  }

  /** {@link residual} with attention left to the caller; `ids` and `positions` are int32 [all rows]. */
  blocks(ids: Tensor1D, positions: Tensor1D, attend: Attend, rows?: Tensor1D): Tensor2D {
    let x = embed(
      ids,
      positions,
      this.parameter<Tensor2D>('transformer.wte.weight'),
      this.parameter<Tensor2D>('transformer.wpe.weight'),
    );
    for (let layer = 0; layer < this.options.layers; layer++) {
      const at = `transformer.h.${layer}`;
      let attended = attend(this.#dense(this.#norm(x, `${at}.ln_1`), `${at}.attn.c_attn`), layer);
      if (rows && layer === this.options.layers - 1) {
        attended = selectRows(attended, rows);
        x = selectRows(x, rows);
      }
      x = this.#dense(attended, `${at}.attn.c_proj`, { residual: x });
      const hidden = this.#dense(this.#norm(x, `${at}.ln_2`), `${at}.mlp.c_fc`, { activation: 'gelu' });
      x = this.#dense(hidden, `${at}.mlp.c_proj`, { residual: x });
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
    return linear(this.#norm(residual, 'transformer.ln_f'), this.parameter<Tensor2D>(HEAD));
  }

  dispose(): void {
    for (const variable of this.parameters.values()) variable.dispose();
  }

  #norm(x: Tensor2D, name: string): Tensor2D {
    return layerNorm(x, this.parameter<Tensor1D>(`${name}.weight`), this.parameter<Tensor1D>(`${name}.bias`));
  }

  #dense(x: Tensor2D, name: string, options: { activation?: 'gelu'; residual?: Tensor2D } = {}): Tensor2D {
    const bias = this.parameter<Tensor1D>(`${name}.bias`);
    return linear(x, this.parameter<Tensor2D>(`${name}.weight`), { bias, ...options });
  }
}
