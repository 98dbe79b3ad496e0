import { expect, test } from 'vitest';
import { Requests } from './requests.ts';
import { count, type Segment, shared } from './segments.ts';

/** A sequence that holds what was asked last. */
function sequence() {
  let kept: readonly Segment[] = [];
  const order: string[] = [];
  const requests = new Requests((segments) => count(segments.slice(0, shared(kept, segments))));
  const ask = (name: string, ...segments: Segment[]) =>
    requests.ask(segments, async () => {
      await Promise.resolve();
      kept = segments;
      order.push(name);
      return name;
    });
  return { order, requests, ask };
}

test('next is always the one that shares most with what is held, the first come of several', async () => {
  const { order, ask } = sequence();
  const asked = [
    ask('a', [1], [2]),
    ask('b', [5], [6]),
    ask('c', [1], [2], [3]),
    ask('d', [5]),
    ask('e', [1]),
  ];
  expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(order).toEqual(['a', 'c', 'e', 'b', 'd']);
});

test('what is asked in the meantime takes its turn among those that wait', async () => {
  const { order, ask } = sequence();
  const first = ask('a', [1], [2]);
  const others = [ask('b', [5]), first.then(() => ask('c', [1], [2]))];
  await Promise.all(others);
  expect(order[0]).toBe('a');
  expect(order.toSorted()).toEqual(['a', 'b', 'c']);
});

test('one that fails or is aborted holds nobody up', async () => {
  const { order, requests, ask } = sequence();
  const reason = new Error('enough');
  const failing = requests.ask([[1]], async () => {
    throw new Error('no');
  });
  const aborted = requests.ask([[1]], async () => order.push('never'), AbortSignal.abort(reason));
  const fine = ask('fine', [2]);
  await expect(failing).rejects.toThrow('no');
  await expect(aborted).rejects.toBe(reason);
  expect(await fine).toBe('fine');
  await requests.idle();
  expect(order).toEqual(['fine']);
});
