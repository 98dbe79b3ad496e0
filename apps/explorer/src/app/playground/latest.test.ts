import { expect, test } from 'vitest';
import { Latest } from './latest.ts';

test('what was begun earlier has no consequence, whichever is ready first', async () => {
  const latest = new Latest();
  const told: string[] = [];
  const tell = (text: string) => told.push(text);
  const fail = ({ message }: Error) => told.push(`failed: ${message}`);
  const slow = Promise.withResolvers<string>();
  const failing = Promise.withResolvers<string>();
  const waits = [
    latest.wait(slow.promise, tell, fail),
    latest.wait(failing.promise, tell, fail),
    latest.wait(Promise.resolve('latest'), tell, fail),
  ];
  slow.resolve('slow');
  failing.reject(new Error('too late'));
  await Promise.all(waits);
  expect(told).toEqual(['latest']);
});

test('a failure is told, and what was superseded is not', async () => {
  const latest = new Latest();
  const told: string[] = [];
  const tell = (text: string) => told.push(text);
  await latest.wait(Promise.reject(new Error('no')), tell, ({ message }) => tell(message));
  const wait = latest.wait(Promise.resolve('edit'), tell, ({ message }) => tell(message));
  latest.supersede();
  await wait;
  expect(told).toEqual(['no']);
});
