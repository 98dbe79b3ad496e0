import { expect, test } from 'vitest';
import { forwardFlops, type PassShape, trainingFlops } from './flops.ts';

const shape = {
  width: 64,
  layers: 3,
  vocabularySize: 49,
  lengths: [40, 31, 10],
  shared: [0, 8, 3],
  wanted: 57,
};

/** Counts the products of a forward pass one by one. */
function counted({ width, layers, vocabularySize, lengths, shared, wanted }: PassShape): number {
  const product = (n: number, inputs: number, outputs: number) => 2 * n * inputs * outputs;
  let sum = product(wanted, width, vocabularySize);
  for (let layer = 1; layer <= layers; layer++) {
    for (const [i, length] of lengths.entries()) {
      sum += product(length - shared[i]!, width, 3 * width);
      for (let t = shared[i]! + 1; t <= length; t++) sum += product(1, width, t) + product(1, t, width);
    }
    const rows = layer === layers ? wanted : 70;
    sum += product(rows, width, width) + product(rows, width, 4 * width) + product(rows, 4 * width, width);
  }
  return sum;
}

test('the formula counts every product', () => {
  expect(forwardFlops(shape)).toBe(counted(shape));
});

test('a backward pass is twice a forward pass', () => {
  expect(trainingFlops(shape)).toBe(3 * counted(shape));
});
