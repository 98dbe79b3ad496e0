import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { placeOf } from './place.ts';

test.each([
  ['/work/space/apps/experiments/loan/runs/fair-s0', 'apps/experiments/loan/runs/fair-s0'],
  ['/home/me/mine/runs/fair-s0/train/checkpoints/step-4', 'runs/fair-s0/train/checkpoints/step-4'],
  ['/work/spaced/runs/quick/fair-s0', 'runs/quick/fair-s0'],
  ['/elsewhere/step-4', 'step-4'],
])('%s is %s, however it was named', (directory, place) => {
  expect(placeOf(directory, '/work/space')).toBe(place);
  expect(placeOf(relative('', directory), '/work/space')).toBe(place);
});
