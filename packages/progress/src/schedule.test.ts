import { expect, test } from 'vitest';
import { scheduleOf } from './schedule.ts';

/** Times at which work of such steps, seconds, saves at an interval of 60 s; a save itself takes some. */
function savesOf(steps: readonly number[], saving = 0): number[] {
  let time = 0;
  const schedule = scheduleOf(60, () => 1000 * time);
  const saves: number[] = [];
  for (const step of steps) {
    time += step;
    if (!schedule.due()) continue;
    saves.push(time);
    time += saving;
    schedule.saved();
  }
  return saves;
}

const repeated = (step: number, times: number) => Array.from({ length: times }, () => step);

test('less than a minute saves nothing', () => {
  expect(savesOf(repeated(1, 58))).toEqual([]);
  expect(savesOf([29])).toEqual([]);
});

test('saves before a minute is lost, and not sooner than it has to', () => {
  expect(savesOf(repeated(1, 180))).toEqual([59, 118, 177]);
  expect(savesOf(repeated(7, 26))).toEqual([56, 112, 168]);
});

test('allows for the longest step, and not for more than half an interval', () => {
  expect(savesOf([...repeated(1, 10), 10, ...repeated(1, 100)])).toEqual([50, 100]);
  expect(savesOf([40, ...repeated(1, 100)])).toEqual([40, 70, 100, 130]);
});

test('what a save takes is no step, and part of what would be lost', () => {
  expect(savesOf(repeated(1, 110), 20)).toEqual([59, 118]);
});

test('an interval of none saves always', () => {
  const schedule = scheduleOf(0, () => 0);
  expect([schedule.due(), schedule.due()]).toEqual([true, true]);
  expect(schedule.isLong).toBe(true);
});
