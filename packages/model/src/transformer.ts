import type { Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { causalAttention, embed, layerNorm, linear } from '@vestige/kernels';
import type { RandomStream } from '@vestige/random';
import type { ModelOptions } from './options.ts';
import { HEAD, parameterShapes } from './parameters.ts';

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
   * @param ids int32 [batch, time], padded on the right
   * @returns [batch * time, width]
   */
  residual(ids: Tensor2D): Tensor2D {
    const [batch, time] = ids.shape;
    const attend: Attend = (qkv) => causalAttention(qkv, { batch, time, heads: this.options.heads });
    return this.blocks(ids, 0, attend);
  }

  /** {@link residual} with attention left to the caller; the first id of each row stands at `position`. */
  blocks(ids: Tensor2D, position: number, attend: Attend): Tensor2D {
    let x = embed(
      ids,
      this.parameter<Tensor2D>('transformer.wte.weight'),
      this.parameter<Tensor2D>('transformer.wpe.weight'),
      position,
    );
    for (let layer = 0; layer < this.options.layers; layer++) {
      const at = `transformer.h.${layer}`;
      const attended = attend(this.#dense(this.#norm(x, `${at}.ln_1`), `${at}.attn.c_attn`), layer);
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
