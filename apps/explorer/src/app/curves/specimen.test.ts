import { expect, test } from 'vitest';
import type { Lists } from '../lists.ts';
import type { PromptTable } from '../promptTable.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { specimenOf } from './specimen.ts';

function lists(...rows: readonly (readonly number[])[]): Lists {
  const offsets = Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  return { offsets, values: Uint8Array.from(rows.flat()) };
}

const PROMPTS = { run: Int32Array.of(3), prompt: lists([7, 8]), cot: lists([20]) } as unknown as PromptTable;
const ROLLOUTS = {
  ...{ rows: 3, run: Int32Array.of(3, 3, 3), step: Int32Array.of(10, 10, 10) },
  ...{ evaluation: Uint8Array.of(0, 1, 1), cotLength: Int16Array.of(1, 1, 2) },
  ...{ prompt: lists([7, 8], [7, 9], [7, 8]), completion: lists([40, 4], [41, 4], [42, 43, 4]) },
} as unknown as RolloutTable;

test('a checkpoint is opened with what it wrote itself', () => {
  expect(specimenOf({ run: 3, step: 10, final: false }, PROMPTS, ROLLOUTS)).toEqual({
    ...{ run: 3, step: 10, prompt: [7, 8], cot: [42, 43] },
  });
});

test('the final policy with what the table of prompts has, another with nothing', () => {
  expect(specimenOf({ run: 3, step: 20, final: true }, PROMPTS, ROLLOUTS)?.cot).toEqual([20]);
  expect(specimenOf({ run: 3, step: 15, final: false }, PROMPTS, ROLLOUTS)?.cot).toEqual([]);
  expect(specimenOf({ run: 1, step: 20, final: true }, PROMPTS, ROLLOUTS)).toBeUndefined();
});
