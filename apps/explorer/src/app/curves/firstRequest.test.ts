import { expect, test } from 'vitest';
import type { PromptTable } from '../promptTable.ts';
import type { RolloutTable } from '../rolloutTable.ts';
import { textsFrom } from '../testing/columns.ts';
import { firstRequest } from './firstRequest.ts';

const PROMPTS = {
  ...{ run: Int32Array.of(3), question: textsFrom(['credit1 debt0']), thought: textsFrom(['hmm']) },
} as unknown as PromptTable;
const ROLLOUTS = {
  ...{ rows: 3, run: Int32Array.of(3, 3, 3), step: Int32Array.of(10, 10, 10) },
  ...{ evaluation: Uint8Array.of(0, 1, 1), cotLength: Int16Array.of(1, 1, 2) },
  question: textsFrom(['credit1 debt0', 'credit1 debt2', 'credit1 debt0']),
  raw: textsFrom(['so </think>', 'well </think>', 'good up </think>']),
} as unknown as RolloutTable;

test('a checkpoint is opened with what it wrote itself', () => {
  expect(firstRequest({ run: 3, step: 10, final: false }, PROMPTS, ROLLOUTS)).toEqual({
    ...{ run: 3, step: 10, question: 'credit1 debt0', thought: 'good up' },
  });
});

test('the final policy with what the table of prompts has, another with nothing', () => {
  expect(firstRequest({ run: 3, step: 20, final: true }, PROMPTS, ROLLOUTS)?.thought).toBe('hmm');
  expect(firstRequest({ run: 3, step: 15, final: false }, PROMPTS, ROLLOUTS)?.thought).toBe('');
  expect(firstRequest({ run: 1, step: 20, final: true }, PROMPTS, ROLLOUTS)).toBeUndefined();
});
