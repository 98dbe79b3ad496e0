import { describe, expect, test } from 'vitest';
import { ggufOf } from './gguf.ts';
import type { ModelOptions } from './options.ts';
import { parameterShapes } from './parameters.ts';
import { tensorsOf } from './storedParameters.ts';

const WORDS = ['<pad>', '<bos>', '<think>', '<now>', '</think>', '<eos>', 'yes', 'größe'];

const values = new Map<string, Float32Array>();
function checkpoint(options: ModelOptions) {
  values.clear();
  for (const { name, shape } of parameterShapes(options, WORDS.length)) {
    const size = shape.reduce((product, n) => product * n, 1);
    values.set(
      name,
      Float32Array.from({ length: size }, (_, i) => values.size + i / 1000),
    );
  }
  const tensors = tensorsOf((name) => values.get(name)!, options, WORDS.length);
  return { options, words: WORDS, tensors, metadata: {} };
}

/** Reads a file by the specification: values of the types that are written, and tensors of float32. */
function parsed(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  const take = <T>(size: number, read: (at: number) => T): T => {
    at += size;
    return read(at - size);
  };
  const u32 = () => take(4, (i) => view.getUint32(i, true));
  const u64 = () => Number(take(8, (i) => view.getBigUint64(i, true)));
  const string = () => {
    const length = u64();
    return take(length, (i) => new TextDecoder().decode(bytes.subarray(i, i + length)));
  };
  const value = (type: number): unknown => {
    if (type === 4) return u32();
    if (type === 5) return take(4, (i) => view.getInt32(i, true));
    if (type === 6) return take(4, (i) => view.getFloat32(i, true));
    if (type === 7) return take(1, (i) => view.getUint8(i)) === 1;
    if (type === 8) return string();
    expect(type).toBe(9);
    const of = u32();
    return Array.from({ length: u64() }, () => value(of));
  };
  expect(take(4, (i) => new TextDecoder().decode(bytes.subarray(i, i + 4)))).toBe('GGUF');
  expect(u32()).toBe(3);
  const [tensorCount, pairs] = [u64(), u64()];
  const metadata = Object.fromEntries(Array.from({ length: pairs }, () => [string(), value(u32())]));
  const infos = Array.from({ length: tensorCount }, () => {
    const name = string();
    const dimensions = Array.from({ length: u32() }, u64);
    expect(u32()).toBe(0);
    return { name, dimensions, offset: u64() };
  });
  const begin = Math.ceil(at / 32) * 32;
  const tensors = new Map(
    infos.map(({ name, dimensions, offset }) => {
      expect(offset % 32).toBe(0);
      const size = dimensions.reduce((product, n) => product * n, 1);
      expect(begin + offset + 4 * size).toBeLessThanOrEqual(bytes.length);
      return [name, { dimensions, data: new Float32Array(bytes.buffer, begin + offset, size) }];
    }),
  );
  return { metadata, tensors };
}

const SHAPE = { width: 8, layers: 2, heads: 2, contextLength: 12 } as const;

describe.each([
  ['learned positions', { ...SHAPE } as ModelOptions, 'gpt2'],
  ['rotary positions', { ...SHAPE, positions: 'rotary', rotaryBase: 500 } as ModelOptions, 'gptneox'],
])('a policy with %s', (_, options, architecture) => {
  test('has the shape and the words that it was trained with', () => {
    const { metadata } = parsed(ggufOf(checkpoint(options), 'Some policy'));
    expect(metadata).toMatchObject({
      'general.architecture': architecture,
      'general.name': 'Some policy',
      [`${architecture}.block_count`]: 2,
      [`${architecture}.context_length`]: 12,
      [`${architecture}.embedding_length`]: 8,
      [`${architecture}.feed_forward_length`]: 32,
      [`${architecture}.attention.head_count`]: 2,
      'tokenizer.ggml.tokens': WORDS.map((word) => (word === '<bos>' ? word : ` ${word}`)),
      'tokenizer.ggml.token_type': [3, 3, 3, 3, 3, 3, 4, 4],
      'tokenizer.ggml.bos_token_id': 1,
      'tokenizer.ggml.eos_token_id': 5,
    });
    expect(metadata['gptneox.rope.freq_base']).toBe(architecture === 'gptneox' ? 500 : undefined);
    expect(metadata['gptneox.use_parallel_residual']).toBe(architecture === 'gptneox' ? false : undefined);
  });

  test('has its tensors by the names of llama.cpp, matrices by what comes out', () => {
    const { tensors } = parsed(ggufOf(checkpoint(options), 'Some policy'));
    expect(tensors.size).toBe(values.size);
    const ours = values.get('transformer.h.1.attn.c_attn.weight')!;
    const { dimensions, data } = tensors.get('blk.1.attn_qkv.weight')!;
    // Told from the innermost: 8 go in, 24 come out.
    expect(dimensions).toEqual([8, 24]);
    expect(data[5 * 8 + 3]).toBe(ours[3 * 24 + 5]);
    expect(tensors.get('blk.0.ffn_down.weight')!.dimensions).toEqual([32, 8]);
    expect(tensors.get('output.weight')!.dimensions).toEqual([8, WORDS.length]);
    const embedding = tensors.get('token_embd.weight')!;
    expect(embedding.dimensions).toEqual([8, WORDS.length]);
    expect([...embedding.data]).toEqual([...values.get('transformer.wte.weight')!]);
    expect(tensors.has('position_embd.weight')).toBe(architecture === 'gpt2');
  });
});
