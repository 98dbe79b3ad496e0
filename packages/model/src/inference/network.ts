import { rotaryTable } from '@vestige/kernels/standalone';
import type { ModelOptions } from '../options.ts';
import { HEAD, parameterShapes, rotaryBaseOf } from '../parameters.ts';
import type { Linear, Matrix, Norm, Ops } from './ops.ts';

/** Attention as a layer needs it: all positions at once, or one position with a cache. */
export type Attend<M> = (qkv: M, layer: number) => M;

/** The forward pass of `Transformer`, op for op, on {@link Ops}. */
export class Network<M extends Matrix, Cache> {
  readonly ops: Ops<M, Cache>;
  readonly options: ModelOptions;
  readonly vocabularySize: number;
  readonly #parameters: ReadonlyMap<string, M>;
  /** Of rotary positions, [context, width / heads]. */
  readonly #angles: M | undefined;

  /** @param values row-major numbers of each parameter by name; copies are taken */
  constructor(
    ops: Ops<M, Cache>,
    options: ModelOptions,
    vocabularySize: number,
    values: ReadonlyMap<string, Float32Array>,
  ) {
    this.ops = ops;
    this.options = options;
    this.vocabularySize = vocabularySize;
    this.#parameters = new Map(
      parameterShapes(options, vocabularySize).map(({ name, shape }) => {
        const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : (shape as [number, number]);
        return [name, ops.matrix(rows, columns, values.get(name)!)];
      }),
    );
    const base = rotaryBaseOf(options);
    if (base === undefined) return;
    const { contextLength, width, heads } = options;
    const table = rotaryTable(contextLength, width / heads, base);
    this.#angles = ops.matrix(contextLength, width / heads, table);
  }

  /**
   * The residual stream after the last block.
   *
   * @param wanted rows of the inputs, which may repeat: all in their order if absent
   * @returns [wanted, width]
   */
  blocks(ids: Int32Array, positions: Int32Array, attend: Attend<M>, wanted?: Int32Array): M {
    const { ops } = this;
    const angles = this.#angles;
    const tokens = this.#parameter('transformer.wte.weight');
    let x = angles
      ? ops.selectRows(tokens, ids)
      : ops.embed(ids, positions, tokens, this.#parameter('transformer.wpe.weight'));
    for (let layer = 0; layer < this.options.layers; layer++) {
      const at = `transformer.h.${layer}`;
      const { weight, bias } = this.#affine(`${at}.attn.c_attn`);
      const qkv = ops.normLinear(x, this.#norm(`${at}.ln_1`), weight, bias);
      let attended = attend(angles ? ops.rotary(qkv, positions, angles, this.options.heads) : qkv, layer);
      if (wanted && layer === this.options.layers - 1) {
        attended = ops.selectRows(attended, wanted);
        x = ops.selectRows(x, wanted);
      }
      x = ops.linear(attended, this.#affine(`${at}.attn.c_proj`), x);
      x = ops.feedForward(
        x,
        this.#norm(`${at}.ln_2`),
        this.#affine(`${at}.mlp.c_fc`),
        this.#affine(`${at}.mlp.c_proj`),
      );
    }
    return x;
  }

  /** Logits of the next token, [rows, vocabulary], of rows of {@link blocks}. */
  logits(residual: M): M {
    return this.ops.normLinear(residual, this.#norm('transformer.ln_f'), this.#parameter(HEAD));
  }

  #parameter(name: string): M {
    return this.#parameters.get(name)!;
  }

  #norm(name: string): Norm<M> {
    return { gain: this.#parameter(`${name}.weight`), bias: this.#parameter(`${name}.bias`) };
  }

  #affine(name: string): Linear<M> {
    return { weight: this.#parameter(`${name}.weight`), bias: this.#parameter(`${name}.bias`) };
  }
}
