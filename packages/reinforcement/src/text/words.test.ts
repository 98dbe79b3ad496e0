import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

test.for([
  ["Wait, don't  STOP", ['wait', "don't", 'stop']],
  ['x1 = 3.5, y = 1,000', ['x', '#', '#', 'y', '#']],
  ['So. Then\n\nnext', ['so', '\n', 'then', '\n', 'next']],
  ['\\boxed{17}', ['boxed', '#']],
  ['等一下。好', ['等', '一', '下', '\n', '好']],
  ['Énergie für Ωμέγα', ['énergie', 'für', 'ωμέγα']],
  ['٣ яблока', ['#', 'яблока']],
  ['', []],
] as const)('%s', ([text, words]) => {
  expect(wordsOf(text)).toEqual(words);
});

test('words of joined lines are those of the lines, with a break between', () => {
  const line = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => text.replace(/[.!?。！？\n]/g, ' '));
  fc.assert(
    fc.property(line, line, (a, b) => {
      expect(wordsOf(`${a}\n${b}`)).toEqual([...wordsOf(a), '\n', ...wordsOf(b)]);
    }),
    { numRuns: 500, seed: 1 },
  );
});
