import type { ModuleVariant } from '@vestige/kernels/standalone';
import type { SampledTokens } from '../completions.ts';
import type { PackedRows } from '../packing.ts';

/** A build of the kernels, or ordinary TypeScript. */
export type Implementation = ModuleVariant | 'plain';

/** A float32 matrix, or a vector as its only row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
}

/** Gain and bias of a layer normalisation. */
export interface Norm<M> {
  readonly gain: M;
  readonly bias: M;
}

export interface Linear<M> {
  /** [in, out] */
  readonly weight: M;
  /** [out] */
  readonly bias: M;
}

/**
 * What a forward pass and sampling are made of: the ops of `@vestige/kernels` of the same names, which say what each
 * computes. Nothing is checked here: indices must be in range and shapes must fit.
 */
export interface Ops<M extends Matrix, Cache> {
  readonly implementation: Implementation;
  /** Releases afterwards the matrices and caches that `run` makes. */
  scope<T>(run: () => T): T;
  /** @param values row-major; a copy is taken */
  matrix(rows: number, columns: number, values: Float32Array): M;
  /** The numbers of a matrix in place, row-major; to be used before the next op. */
  numbers(x: M): Float32Array;
  embed(ids: Int32Array, positions: Int32Array, tokenTable: M, positionTable: M): M;
  normLinear(x: M, norm: Norm<M>, weight: M, bias?: M): M;
  /** `x weight + bias + residual` */
  linear(x: M, layer: Linear<M>, residual: M): M;
  feedForward(x: M, norm: Norm<M>, layerIn: Linear<M>, layerOut: Linear<M>): M;
  /** @param angles of `rotaryTable` */
  rotary(qkv: M, positions: Int32Array, angles: M, heads: number): M;
  causalAttention(qkv: M, sequences: PackedRows, heads: number): M;
  selectRows(x: M, rows: Int32Array): M;
  /** An empty key-value cache of `batch` sequences of up to `length` positions. */
  cache(batch: number, length: number, width: number, heads: number): Cache;
  /** Writes positions 0, 1, ... of every sequence; `rows` are the rows of qkv, as many of each sequence. */
  fillCache(cache: Cache, qkv: M, rows: Int32Array): void;
  decodeAttention(qkv: M, cache: Cache, position: number, sequences: Int32Array): M;
  sampleTokens(logits: M, uniforms: Float32Array, temperature: number): SampledTokens;
}
