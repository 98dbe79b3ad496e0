import { expect, test } from 'vitest';
import { NOT_MEASURED } from '../../format.ts';
import type { PromptTable } from '../promptTable.ts';
import { listsFrom, textsFrom } from '../testing/columns.ts';
import { comparisonOf, inOrder, MOST_AFFECTED } from './order.ts';
import { markNear, massWords, outcomeAt, stripLayout, stripWords } from './stripLayout.ts';

/** A table whose prompts have these probabilities and rightness under each intervention. */
function tableOf(
  probability: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
  mass: readonly (readonly number[])[] = probability.map((all) => all.map(() => 1)),
) {
  const rows = probability.length;
  const none = probability.map(() => '');
  return {
    ...{ rows, run: new Int32Array(rows), problemId: Int32Array.from({ length: rows }, (_, i) => i) },
    ...{ question: textsFrom(none), thought: textsFrom(probability.map((_, i) => 'so '.repeat(i % 5))) },
    ...{ label: none, answer: none },
    ...{ probability: listsFrom(probability.map((all) => all.map((p) => Math.round(255 * p)))) },
    mass: listsFrom(mass.map((all) => all.map((p) => Math.round(255 * p)))),
    right: listsFrom(right),
  } satisfies PromptTable;
}

const ROOM = { width: 400, head: 0 };

test('a prompt stands where its probability is, above the line if right and below if wrong', () => {
  const table = tableOf([[0.2], [0.8]], [[1], [0]]);
  const { strips, marks } = stripLayout(table, [0, 1], [0], ROOM);
  const [right, wrong] = [
    marks.find(({ prompt }) => prompt === 0)!,
    marks.find(({ prompt }) => prompt === 1)!,
  ];
  expect(right.x).toBeCloseTo(0.2, 1);
  expect(wrong.x).toBeCloseTo(0.8, 1);
  expect(right.y).toBeLessThan(strips[0]!.line);
  expect(wrong.y).toBeGreaterThan(strips[0]!.line);
  expect(strips[0]!.mean).toBeCloseTo(0.5, 2);
});

test('many alike make a block at their end of the axis, and no two prompts share a place', () => {
  const count = 256;
  const table = tableOf(
    Array.from({ length: count }, () => [1]),
    Array.from({ length: count }, () => [1]),
  );
  const prompts = Array.from({ length: count }, (_, i) => i);
  const { marks, pitch, height } = stripLayout(table, prompts, [0], ROOM);
  expect(marks).toHaveLength(count);
  expect(new Set(marks.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
  expect(Math.min(...marks.map(({ x }) => x))).toBeGreaterThan(0.86);
  expect(pitch).toBeGreaterThanOrEqual(2);
  expect(height).toBeLessThan(70);
});

test('more prompts than there is room for make the axis longer, not the work endless', () => {
  const count = 10_000;
  const all = Array.from({ length: count }, () => [0.5]);
  const table = tableOf(
    all,
    Array.from({ length: count }, () => [1]),
  );
  const prompts = Array.from({ length: count }, (_, i) => i);
  expect(stripLayout(table, prompts, [0], { width: 100, head: 0 }).marks).toHaveLength(count);
});

test('what was not made on a prompt is neither a mark nor a zero', () => {
  const table = tableOf(
    [
      [1, 0],
      [1, 0.5],
    ],
    [
      [1, NOT_MEASURED],
      [1, 1],
    ],
  );
  expect(outcomeAt(table, 0, 1)).toBeUndefined();
  const { marks, strips } = stripLayout(table, [0, 1], [1], ROOM);
  expect(marks.map(({ prompt }) => prompt)).toEqual([1]);
  expect(strips[0]!.mean).toBeCloseTo(0.5, 2);
  expect(stripWords(table, [0], 1)).toBeUndefined();
});

test('no prompts are an empty picture', () => {
  const { marks, strips } = stripLayout(tableOf([], []), [], [0], ROOM);
  expect(marks).toEqual([]);
  expect(strips[0]!.mean).toBeUndefined();
});

test('the pointer finds the mark beside it, and none far away', () => {
  const table = tableOf([[0.1], [0.9]], [[1], [1]]);
  const layout = stripLayout(table, [0, 1], [0], ROOM);
  const { x, y } = layout.marks.find(({ prompt }) => prompt === 1)!;
  expect(markNear(layout, 400, { x: 400 * x + 3, y: y - 2 })?.prompt).toBe(1);
  expect(markNear(layout, 400, { x: 200, y })).toBeUndefined();
});

test('a strip in words tells a mean of .6 from prompts at 1 and at 0', () => {
  const all = Array.from({ length: 10 }, (_, i) => (i < 6 ? 1 : 0));
  const table = tableOf(
    all.map((p) => [p]),
    all.map((p) => [p]),
  );
  expect(stripWords(table, [...all.keys()], 0)).toBe(
    'mean 0.60, 60% at .9 or more, 40% below .1, 60% right, answers in 100%',
  );
});

test('most affected are those that lose most; what has no value comes last whichever way', () => {
  const table = tableOf(
    [
      [1, 0.9],
      [1, 0.1],
      [1, 0],
      [0.8, 0.5],
    ],
    [
      [1, 1],
      [1, 0],
      [1, NOT_MEASURED],
      [1, 1],
    ],
  );
  const all = [0, 1, 2, 3].map((prompt) => comparisonOf(table, prompt, 0, 1));
  const order = (by: Parameters<typeof inOrder>[1]) => inOrder(all, by).map(({ prompt }) => prompt);
  expect(order(MOST_AFFECTED)).toEqual([1, 3, 0, 2]);
  expect(order({ key: 'change', descending: true })).toEqual([0, 3, 1, 2]);
  expect(order({ key: 'length', descending: true })).toEqual([3, 2, 1, 0]);
});

test('whether it answers at all is told of each prompt, and of all together', () => {
  const table = tableOf([[1], [1], [1]], [[1], [1], [0]], [[0.15], [0.49], [0.5]]);
  expect([0, 1, 2].map((prompt) => outcomeAt(table, prompt, 0)!.answers)).toEqual([false, false, true]);
  const { marks, strips } = stripLayout(table, [0, 1, 2], [0], ROOM);
  expect(marks.filter(({ answers }) => answers).map(({ prompt }) => prompt)).toEqual([2]);
  expect(strips[0]!.mass).toBeCloseTo(0.38, 2);
  expect(stripWords(table, [0, 1, 2], 0)).toMatch(/, 67% right, answers in 38%$/);
  expect(comparisonOf(table, 0, 0, 0).mass).toBeCloseTo(0.15, 2);
  expect([0.994, 0.9949, 0.996, 1].map(massWords)).toEqual(['99%', '99%', '100%', '100%']);
});
