import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointPath } from './checkpointPath.ts';

test.each([
  ['/clone/apps/experiments/loan/runs/fair-s0', 'apps/experiments/loan/runs/fair-s0'],
  ['/home/me/mine/runs/fair-s0/train/checkpoints/step-4', 'runs/fair-s0/train/checkpoints/step-4'],
  ['/clones/runs/quick/fair-s0', 'runs/quick/fair-s0'],
  ['/elsewhere/step-4', 'step-4'],
])('%s is %s, however it was named', (directory, place) => {
  expect(checkpointPath(directory, '/clone')).toBe(place);
  expect(checkpointPath(relative('', directory), '/clone')).toBe(place);
});
