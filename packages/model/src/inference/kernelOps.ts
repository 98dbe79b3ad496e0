import type { StandaloneKernels } from '@vestige/kernels/standalone';
import type { SampledTokens } from '../completions.ts';
import type { PackedRows } from '../packing.ts';
import { EPSILON } from '../parameters.ts';
import type { Linear, Matrix, Norm, Ops } from './ops.ts';

interface KernelMatrix extends Matrix {
  readonly address: number;
}

interface KernelCache {
  readonly keys: number;
  readonly values: number;
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
}

/** The kernels on a memory of their own. */
export class KernelOps implements Ops<KernelMatrix, KernelCache> {
  readonly #kernels: StandaloneKernels;

  constructor(kernels: StandaloneKernels) {
    this.#kernels = kernels;
  }

  get implementation() {
    return this.#kernels.variant;
  }

  scope<T>(run: () => T): T {
    return this.#kernels.arena.scope(run);
  }

  matrix(rows: number, columns: number, values: Float32Array): KernelMatrix {
    const x = this.#empty(rows, columns);
    this.numbers(x).set(values);
    return x;
  }

  numbers({ address, rows, columns }: KernelMatrix): Float32Array {
    return this.#kernels.arena.float32(address, rows * columns);
  }

  embed(ids: Int32Array, positions: Int32Array, tokenTable: KernelMatrix, positionTable: KernelMatrix) {
    const y = this.#empty(ids.length, tokenTable.columns);
    this.scope(() =>
      this.#kernels.exports.embed(
        this.#indices(ids),
        this.#indices(positions),
        tokenTable.address,
        positionTable.address,
        y.address,
        y.rows,
        y.columns,
      ),
    );
    return y;
  }

  normLinear(x: KernelMatrix, norm: Norm<KernelMatrix>, weight: KernelMatrix, bias?: KernelMatrix) {
    const { normLinear, normLinearScratch } = this.#kernels.exports;
    const y = this.#empty(x.rows, weight.columns);
    this.#withScratch(normLinearScratch(x.columns, y.columns), (scratch) =>
      normLinear(
        x.address,
        norm.gain.address,
        norm.bias.address,
        weight.address,
        bias?.address ?? 0,
        y.address,
        x.rows,
        x.columns,
        y.columns,
        EPSILON,
        scratch,
      ),
    );
    return y;
  }

  linear(x: KernelMatrix, { weight, bias }: Linear<KernelMatrix>, residual: KernelMatrix) {
    const { linear, linearScratch } = this.#kernels.exports;
    const y = this.#empty(x.rows, weight.columns);
    this.#withScratch(linearScratch(x.columns, y.columns), (scratch) =>
      linear(
        x.address,
        weight.address,
        bias.address,
        0, // no activation
        residual.address,
        y.address,
        x.rows,
        x.columns,
        y.columns,
        scratch,
      ),
    );
    return y;
  }

  feedForward(
    x: KernelMatrix,
    norm: Norm<KernelMatrix>,
    layerIn: Linear<KernelMatrix>,
    layerOut: Linear<KernelMatrix>,
  ) {
    const { feedForward, feedForwardScratch } = this.#kernels.exports;
    const hidden = layerIn.weight.columns;
    const y = this.#empty(x.rows, x.columns);
    this.#withScratch(feedForwardScratch(x.columns, hidden), (scratch) =>
      feedForward(
        x.address,
        norm.gain.address,
        norm.bias.address,
        layerIn.weight.address,
        layerIn.bias.address,
        layerOut.weight.address,
        layerOut.bias.address,
        y.address,
        0, // the hidden layer is not kept
        x.rows,
        x.columns,
        hidden,
        EPSILON,
        scratch,
      ),
    );
    return y;
  }

  rotary(qkv: KernelMatrix, positions: Int32Array, angles: KernelMatrix, heads: number) {
    const y = this.#empty(qkv.rows, qkv.columns);
    this.scope(() =>
      this.#kernels.exports.rotary(
        qkv.address,
        this.#indices(positions),
        angles.address,
        y.address,
        y.rows,
        heads,
        angles.columns,
        1, // forwards
      ),
    );
    return y;
  }

  causalAttention(qkv: KernelMatrix, { rows, lengths, shared }: PackedRows, heads: number) {
    const { causalAttention, attentionScratch } = this.#kernels.exports;
    const width = qkv.columns / 3;
    const y = this.#empty(qkv.rows, width);
    const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
    this.#withScratch(attentionScratch(longest, width / heads), (scratch) =>
      causalAttention(
        qkv.address,
        this.#indices(rows),
        this.#indices(lengths),
        this.#indices(shared),
        y.address,
        lengths.length,
        heads,
        width / heads,
        scratch,
      ),
    );
    return y;
  }

  selectRows(x: KernelMatrix, rows: Int32Array) {
    const y = this.#empty(rows.length, x.columns);
    this.scope(() =>
      this.#kernels.exports.selectRows(x.address, this.#indices(rows), y.address, y.rows, y.columns),
    );
    return y;
  }

  cache(batch: number, length: number, width: number, heads: number): KernelCache {
    const { arena } = this.#kernels;
    // Keys stand in panels of eight positions.
    const keys = arena.allocate(batch * Math.ceil(length / 8) * 8 * width);
    return { keys, values: arena.allocate(batch * length * width), batch, length, heads };
  }

  fillCache({ keys, values, batch, length, heads }: KernelCache, qkv: KernelMatrix, rows: Int32Array): void {
    this.scope(() =>
      this.#kernels.exports.fillKeyValueCache(
        qkv.address,
        this.#indices(rows),
        keys,
        values,
        batch,
        rows.length / batch,
        heads,
        qkv.columns / 3 / heads,
        length,
      ),
    );
  }

  decodeAttention(
    qkv: KernelMatrix,
    { keys, values, length, heads }: KernelCache,
    position: number,
    sequences: Int32Array,
  ) {
    const { decodeAttention, decodeScratch } = this.#kernels.exports;
    const width = qkv.columns / 3;
    const y = this.#empty(qkv.rows, width);
    this.#withScratch(decodeScratch(heads, length), (scratch) =>
      decodeAttention(
        qkv.address,
        this.#indices(sequences),
        keys,
        values,
        y.address,
        sequences.length,
        position,
        heads,
        width / heads,
        length,
        scratch,
      ),
    );
    return y;
  }

  sampleTokens(logits: KernelMatrix, uniforms: Float32Array, temperature: number): SampledTokens {
    const { arena, exports } = this.#kernels;
    const { rows, columns } = logits;
    const greedy = temperature === 0;
    return this.#withScratch(columns + 4, (scratch) => {
      const { address } = greedy || temperature === 1 ? logits : this.#divided(logits, temperature);
      const numbers = this.matrix(1, rows, uniforms);
      const tokens = arena.allocate(rows);
      const logProbs = arena.allocate(rows);
      exports.sampleTokens(
        address,
        numbers.address,
        tokens,
        logProbs,
        rows,
        columns,
        greedy ? 0 : 1,
        scratch,
      );
      return { tokens: arena.int32(tokens, rows).slice(), logProbs: arena.float32(logProbs, rows).slice() };
    });
  }

  #divided({ rows, columns, address }: KernelMatrix, divisor: number): KernelMatrix {
    const values = this.#kernels.arena.float32(address, rows * columns);
    const single = Math.fround(divisor);
    return this.matrix(
      rows,
      columns,
      values.map((value) => value / single),
    );
  }

  #empty(rows: number, columns: number): KernelMatrix {
    return { rows, columns, address: this.#kernels.arena.allocate(rows * columns) };
  }

  #indices(values: Int32Array): number {
    const { arena } = this.#kernels;
    const address = arena.allocate(values.length);
    arena.int32(address, values.length).set(values);
    return address;
  }

  #withScratch<T>(floats: number, use: (scratch: number) => T): T {
    return this.scope(() => use(this.#kernels.arena.allocate(floats)));
  }
}
