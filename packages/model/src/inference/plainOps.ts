// Where WebAssembly or its SIMD is missing. Numbers are kept in float32, and summed in double precision.
import type { SampledTokens } from '../completions.ts';
import type { PackedRows } from '../packing.ts';
import { EPSILON } from '../parameters.ts';
import type { Linear, Matrix, Norm, Ops } from './ops.ts';

interface PlainMatrix extends Matrix {
  readonly data: Float32Array;
}

interface PlainCache {
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
  /** Position t of sequence b is row b * length + t. */
  readonly qkv: PlainMatrix;
}

export class PlainOps implements Ops<PlainMatrix, PlainCache> {
  readonly implementation = 'plain';

  scope<T>(run: () => T): T {
    return run();
  }

  matrix(rows: number, columns: number, values: Float32Array): PlainMatrix {
    return { rows, columns, data: values.slice() };
  }

  numbers({ data }: PlainMatrix): Float32Array {
    return data;
  }

  embed(ids: Int32Array, positions: Int32Array, tokenTable: PlainMatrix, positionTable: PlainMatrix) {
    return add(this.selectRows(tokenTable, ids), this.selectRows(positionTable, positions));
  }

  normLinear(x: PlainMatrix, norm: Norm<PlainMatrix>, weight: PlainMatrix, bias?: PlainMatrix) {
    return product(layerNorm(x, norm), weight, bias);
  }

  linear(x: PlainMatrix, { weight, bias }: Linear<PlainMatrix>, residual: PlainMatrix) {
    return add(product(x, weight, bias), residual);
  }

  feedForward(
    x: PlainMatrix,
    norm: Norm<PlainMatrix>,
    layerIn: Linear<PlainMatrix>,
    layerOut: Linear<PlainMatrix>,
  ) {
    const hidden = product(layerNorm(x, norm), layerIn.weight, layerIn.bias);
    for (const [i, value] of hidden.data.entries()) hidden.data[i] = gelu(value);
    return this.linear(hidden, layerOut, x);
  }

  rotary(qkv: PlainMatrix, positions: Int32Array, angles: PlainMatrix, heads: number) {
    const y = this.matrix(qkv.rows, qkv.columns, qkv.data);
    const half = angles.columns / 2;
    for (const [i, position] of positions.entries()) {
      const [from, to, turn] = [rowOf(qkv, i), rowOf(y, i), rowOf(angles, position)];
      // Heads of the queries, then of the keys.
      for (let head = 0; head < 2 * heads; head++) {
        for (let d = 0; d < half; d++) {
          const a = head * 2 * half + d;
          const b = a + half;
          to[a] = from[a]! * turn[d]! - from[b]! * turn[half + d]!;
          to[b] = from[b]! * turn[d]! + from[a]! * turn[half + d]!;
        }
      }
    }
    return y;
  }

  causalAttention(qkv: PlainMatrix, { rows, lengths, shared }: PackedRows, heads: number) {
    const y = empty(qkv.rows, qkv.columns / 3);
    let start = 0;
    for (const [s, length] of lengths.entries()) {
      const own = rows.subarray(start, start + length);
      for (let t = shared[s]!; t < length; t++) {
        const query = own[t]!;
        attend({ queries: qkv, query, cached: qkv, seen: own.subarray(0, t + 1), heads }, rowOf(y, query));
      }
      start += length;
    }
    return y;
  }

  selectRows(x: PlainMatrix, rows: Int32Array) {
    const y = empty(rows.length, x.columns);
    for (const [i, row] of rows.entries()) rowOf(y, i).set(rowOf(x, row));
    return y;
  }

  cache(batch: number, length: number, width: number, heads: number): PlainCache {
    return { batch, length, heads, qkv: empty(batch * length, 3 * width) };
  }

  fillCache(cache: PlainCache, qkv: PlainMatrix, rows: Int32Array): void {
    const time = rows.length / cache.batch;
    for (const [i, row] of rows.entries()) {
      const position = Math.floor(i / time) * cache.length + (i % time);
      rowOf(cache.qkv, position).set(rowOf(qkv, row));
    }
  }

  decodeAttention(qkv: PlainMatrix, cache: PlainCache, position: number, sequences: Int32Array) {
    const y = empty(qkv.rows, qkv.columns / 3);
    for (const [i, sequence] of sequences.entries()) {
      const start = sequence * cache.length;
      rowOf(cache.qkv, start + position).set(rowOf(qkv, i));
      const seen = Int32Array.from({ length: position + 1 }, (_, t) => start + t);
      attend({ queries: qkv, query: i, cached: cache.qkv, seen, heads: cache.heads }, rowOf(y, i));
    }
    return y;
  }

  sampleTokens(logits: PlainMatrix, uniforms: Float32Array, temperature: number): SampledTokens {
    const scaled = (i: number) => rowOf(logits, i).map((logit) => logit / (temperature || 1));
    const tokens = Array.from(uniforms, (uniform, i) => {
      const row = scaled(i);
      return temperature === 0 ? row.indexOf(maxOf(row)) : invert(row, uniform);
    });
    const logProbs = tokens.map((token, i) => {
      const row = scaled(i);
      const top = maxOf(row);
      return row[token]! - top - Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    });
    return { tokens, logProbs };
  }
}

function empty(rows: number, columns: number): PlainMatrix {
  return { rows, columns, data: new Float32Array(rows * columns) };
}

/** A row in place. */
function rowOf({ data, columns }: PlainMatrix, row: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

function maxOf(row: Float32Array): number {
  return row.reduce((most, x) => Math.max(most, x), -Infinity);
}

/** In place: x += y. */
function add(x: PlainMatrix, y: PlainMatrix): PlainMatrix {
  for (const [i, value] of y.data.entries()) x.data[i]! += value;
  return x;
}

/** x weight + bias */
function product(x: PlainMatrix, weight: PlainMatrix, bias?: PlainMatrix): PlainMatrix {
  const y = empty(x.rows, weight.columns);
  const { data: weights, columns } = weight;
  const sums = new Float64Array(columns);
  for (let i = 0; i < x.rows; i++) {
    if (bias) sums.set(bias.data);
    else sums.fill(0);
    for (let k = 0; k < x.columns; k++) {
      const factor = x.data[i * x.columns + k]!;
      const start = k * columns;
      for (let j = 0; j < columns; j++) sums[j]! += factor * weights[start + j]!;
    }
    rowOf(y, i).set(sums);
  }
  return y;
}

function layerNorm(x: PlainMatrix, { gain, bias }: Norm<PlainMatrix>): PlainMatrix {
  const y = empty(x.rows, x.columns);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const mean = row.reduce((sum, value) => sum + value, 0) / x.columns;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.columns;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    const to = rowOf(y, i);
    for (const [d, value] of row.entries()) to[d] = (value - mean) * scale * gain.data[d]! + bias.data[d]!;
  }
  return y;
}

function gelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** What one query attends to. */
interface Attention {
  /** [..., 3 width] */
  readonly queries: PlainMatrix;
  /** Its row of `queries`. */
  readonly query: number;
  /** Keys and values, [..., 3 width]. */
  readonly cached: PlainMatrix;
  /** Rows of `cached` that it sees. */
  readonly seen: Int32Array;
  readonly heads: number;
}

/** Multi-head attention of one query, to `y` [width]. */
function attend({ queries, query, cached, seen, heads }: Attention, y: Float32Array): void {
  const width = y.length;
  const headWidth = width / heads;
  const q = rowOf(queries, query);
  const weights = new Float64Array(seen.length);
  const sums = new Float64Array(headWidth);
  for (let first = 0; first < width; first += headWidth) {
    for (const [t, row] of seen.entries()) {
      const key = row * cached.columns + width + first;
      let score = 0;
      for (let d = 0; d < headWidth; d++) score += q[first + d]! * cached.data[key + d]!;
      weights[t] = score / Math.sqrt(headWidth);
    }
    const top = weights.reduce((most, x) => Math.max(most, x), -Infinity);
    let total = 0;
    sums.fill(0);
    for (const [t, row] of seen.entries()) {
      const value = row * cached.columns + 2 * width + first;
      const weight = Math.exp(weights[t]! - top);
      total += weight;
      for (let d = 0; d < headWidth; d++) sums[d]! += weight * cached.data[value + d]!;
    }
    for (let d = 0; d < headWidth; d++) y[first + d] = sums[d]! / total;
  }
}

/** The first token whose cumulative weight exceeds `uniform` times the total. */
function invert(logits: Float32Array, uniform: number): number {
  const top = maxOf(logits);
  const weights = Array.from(logits, (logit) => Math.exp(logit - top));
  const threshold = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  let cumulative = 0;
  const token = weights.findIndex((weight) => {
    cumulative += weight;
    return cumulative > threshold;
  });
  // Where no token exceeds it, for a uniform number that rounded to 1, the last that has any weight.
  return token >= 0 ? token : weights.findLastIndex((weight) => weight > 0);
}
