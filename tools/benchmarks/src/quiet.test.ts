import { expect, test } from 'vitest';
import { busyTicks } from './quiet.ts';

test('idle and waiting cores are not busy', () => {
  expect(busyTicks('cpu  100 20 30 9999 8888 4 5 77 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n')).toBe(159);
});
