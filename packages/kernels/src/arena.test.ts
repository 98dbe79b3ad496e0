import { expect, test } from 'vitest';
import { Arena } from './arena.ts';

test('what is allocated is aligned, apart, and not at the address 0', () => {
  const arena = new Arena();
  const sizes = [1, 16, 17, 0, 5];
  const addresses = sizes.map((size) => arena.allocate(size));
  for (const [i, address] of addresses.entries()) {
    expect(address % 64).toBe(0);
    expect(address).toBeGreaterThanOrEqual(i === 0 ? 64 : addresses[i - 1]! + 4 * sizes[i - 1]!);
  }
});

test('a scope releases its memory, also after an error, and keeps what was before', () => {
  const arena = new Arena();
  const kept = arena.allocate(3);
  arena.float32(kept, 3).set([1, 2, 3]);
  const inside = arena.scope(() => arena.allocate(1000));
  const fails = () =>
    arena.scope(() => {
      arena.float32(arena.allocate(1000), 1000).fill(7);
      throw new Error('within');
    });
  expect(fails).toThrow('within');
  expect(arena.allocate(1)).toBe(inside);
  expect([...arena.float32(kept, 3)]).toEqual([1, 2, 3]);
});

test('memory grows to what is needed at once, keeps its numbers, and stays', () => {
  const arena = new Arena();
  const address = arena.allocate(2);
  arena.int32(address, 2).set([-5, 6]);
  const use = () => arena.scope(() => arena.float32(arena.allocate(100_000), 100_000).fill(1));
  use();
  const { bytes } = arena;
  expect(bytes).toBeGreaterThan(400_000);
  expect(bytes).toBeLessThan(600_000);
  for (let i = 0; i < 100; i++) use();
  expect(arena.bytes).toBe(bytes);
  expect([...arena.int32(address, 2)]).toEqual([-5, 6]);
});
