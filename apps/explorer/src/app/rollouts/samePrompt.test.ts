import { expect, test } from 'vitest';
import { samePrompt, thinned } from './samePrompt.ts';
import { testTable } from './testing/table.ts';

test('rows of the run with the very prompt come by update, training before evaluation', () => {
  const prompt = 'nationality1 income1';
  const table = testTable([
    { run: 0, step: 9, prompt },
    { run: 0, step: 2, prompt },
    { run: 1, step: 3, prompt },
    { run: 0, step: 4, prompt: 'nationality1 income2' },
    { run: 0, step: 5, prompt: 'nationality1' },
    { run: 0, step: 2, prompt, evaluation: true },
    { run: 0, step: 0, prompt, evaluation: true },
  ]);
  expect(samePrompt(table, 0)).toEqual([6, 1, 5, 0]);
  expect(samePrompt(table, 4)).toEqual([4]);
});

test('a long list is thinned evenly, with both ends and the one in question', () => {
  const items = Array.from({ length: 100 }, (_, i) => i + 1000);
  for (const kept of [1000, 1001, 1049, 1098, 1099]) {
    const few = thinned(items, 10, kept);
    expect(new Set(few).size).toBe(10);
    expect(few).toContain(kept);
    expect(few).toEqual(few.toSorted((a, b) => a - b));
    const gaps = few.slice(1).map((item, i) => item - few[i]!);
    expect(Math.max(...gaps)).toBeLessThan(20);
  }
  expect(thinned([3, 4], 10, 4)).toEqual([3, 4]);
});
