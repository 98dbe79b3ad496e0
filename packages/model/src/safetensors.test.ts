import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';

const header = (of: object | string) => {
  const json = new TextEncoder().encode(typeof of === 'string' ? of : JSON.stringify(of));
  const bytes = new Uint8Array(8 + json.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
};

/** A file of a header and so many float32 zeros. */
const file = (of: object | string, zeros: number) =>
  Uint8Array.from([...header(of), ...new Uint8Array(4 * zeros)]);

const tensor = (shape: unknown, from: unknown, to: unknown) => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
});

function message(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
}

test('tensors come back as they were written, whatever their names and order', () => {
  const tensors = new Map([
    ['b', { shape: [2, 1], data: Float32Array.of(1.5, -2) }],
    ['__proto__', { shape: [], data: Float32Array.of(3) }],
    ['empty', { shape: [0, 4], data: new Float32Array() }],
    ['a "quoted": name', { shape: [1], data: Float32Array.of(4) }],
  ]);
  const metadata = { made_by: '{"b": 1}', b: 'also a name' };
  expect(decodeSafetensors(encodeSafetensors(tensors, metadata))).toEqual({ tensors, metadata });
  const swapped = { second: tensor([1], 4, 8), first: tensor([1], 0, 4) };
  expect([...decodeSafetensors(file(swapped, 2)).tensors.keys()]).toEqual(['second', 'first']);
});

describe('what is not a safetensors file is told in one line', () => {
  test.each<[string, Uint8Array, string]>([
    ['no length', new Uint8Array(7), 'truncated: no header length'],
    ['a header past the file', header('{}').subarray(0, 9), 'truncated or not a safetensors file'],
    [
      'a header that is too long',
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1]),
      'its header would have 72057594037927940 bytes; expected at most 100000000',
    ],
    ['no JSON', file('{"a":\n', 0), 'its header is not JSON'],
    ['no UTF-8', Uint8Array.from([4, 0, 0, 0, 0, 0, 0, 0, 123, 34, 255, 125]), 'its header is not JSON'],
    ['a list', file('[]', 0), 'its header is not an object of tensors'],
    ['null', file('null', 0), 'its header is not an object of tensors'],
    [
      'a name twice',
      file('{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "\\u0061" : {}}', 1),
      'tensor a stands twice in its header',
    ],
    [
      'metadata',
      file({ __metadata__: { a: 1 } }, 0),
      '__metadata__ in its header: expected an object of strings',
    ],
    ['no entry', file({ a: null }, 0), 'tensor a: expected an object with dtype, shape and data_offsets'],
    [
      'another type',
      file({ a: { ...tensor([1], 0, 4), dtype: 'BF16' } }, 1),
      'tensor a is "BF16"; expected "F32"',
    ],
    [
      'a negative size',
      file({ a: tensor([-1], 0, 4) }, 1),
      'tensor a: its shape is no list of whole numbers from 0',
    ],
    [
      'a size in halves',
      file({ a: tensor([0.5], 0, 2) }, 1),
      'tensor a: its shape is no list of whole numbers from 0',
    ],
    [
      'no shape',
      file({ a: tensor(undefined, 0, 4) }, 1),
      'tensor a: its shape is no list of whole numbers from 0',
    ],
    [
      'offsets in words',
      file({ a: tensor([1], '0', '4') }, 1),
      'tensor a: its data_offsets are not two whole numbers from 0',
    ],
    [
      'fewer bytes than the shape has',
      file({ a: tensor([2], 0, 4) }, 1),
      'tensor a: 4 bytes from 0 to 4; its shape [2] has 8',
    ],
    [
      'an end before the start',
      file({ a: tensor([1], 4, 0) }, 1),
      'tensor a: -4 bytes from 4 to 0; its shape [1] has 4',
    ],
    ['an end past the file', file({ a: tensor([2], 0, 8) }, 1), 'truncated: tensor a ends past the file'],
    [
      'tensors that overlap',
      file({ a: tensor([2], 0, 8), b: tensor([2], 4, 12) }, 3),
      'tensor b overlaps the one before it',
    ],
    [
      'a gap',
      file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 3),
      'bytes 4 to 8 of its data belong to no tensor',
    ],
    [
      'a name of two lines',
      file({ 'a\nb': tensor([1], 4, 8) }, 2),
      'bytes 0 to 4 of its data belong to no tensor',
    ],
    [
      'a name of two lines, cut',
      file({ 'a\nb': tensor([1], 0, 4) }, 0),
      'truncated: tensor a\\nb ends past the file',
    ],
    ['more at the end', file({ a: tensor([1], 0, 4) }, 2), 'bytes 4 to 8 of its data belong to no tensor'],
  ])('%s', (_, bytes, expected) => {
    expect(message(bytes)).toBe(expected);
  });

  test.each([Number.NaN, Infinity])('%d', (value) => {
    const tensors = new Map([['a', { shape: [3], data: Float32Array.of(1, value, 2) }]]);
    expect(message(encodeSafetensors(tensors, {}))).toBe(
      `tensor a holds ${value} at place 1; expected finite numbers`,
    );
  });
});
