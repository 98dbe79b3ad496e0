import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { LlamaSequence } from './binding.ts';
import type { Segment } from './segments.ts';
import { States } from './states.ts';

/** Texts of forty tokens. */
const text = (name: number): readonly Segment[] => Array.from({ length: 40 }, (_, i) => [name, i]);
const BYTES = 100;

/** A sequence whose state has a hundred bytes, whatever it holds. */
function recorder() {
  const files: string[] = [];
  const loaded: string[] = [];
  const sequence = {
    saveStateToFile: async (file: string) => {
      files.push(file);
      writeFileSync(file, '');
      return { fileSize: BYTES };
    },
    loadStateFromFile: async (file: string) => {
      loaded.push(file);
    },
  } as Partial<LlamaSequence> as LlamaSequence;
  return { files, loaded, sequence };
}

test('a state is gone on from where that saves much, the one with most of the text', async () => {
  using states = new States(10 * BYTES);
  const { files, loaded, sequence } = recorder();
  await states.save(sequence, text(1));
  await states.save(sequence, [...text(1).slice(0, 30), [9]]);
  expect(await states.restore(sequence, text(1), 0)).toEqual(text(1));
  expect(await states.restore(sequence, text(1), 70)).toBeNull();
  expect(await states.restore(sequence, text(2), 0)).toBeNull();
  expect(loaded).toEqual([files[0]]);
});

test('where there is no room, those that were taken give way, and no others', async () => {
  using states = new States(2.5 * BYTES);
  const { files, sequence } = recorder();
  for (const name of [1, 2, 3]) await states.save(sequence, text(name));
  expect(files.map((file) => existsSync(file))).toEqual([true, true]);
  await states.restore(sequence, text(2), 0);
  await states.save(sequence, text(4));
  expect(files.map((file) => existsSync(file))).toEqual([true, false, true]);
  expect(await states.restore(sequence, text(2), 0)).toBeNull();
  expect(await states.restore(sequence, text(4), 0)).toEqual(text(4));
});

test('without room nothing is written, and in the end nothing is left', async () => {
  const { files, sequence } = recorder();
  const none = new States(0);
  await none.save(sequence, text(1));
  expect(files).toEqual([]);
  const states = new States(BYTES);
  await states.save(sequence, text(1));
  states[Symbol.dispose]();
  expect(existsSync(dirname(files[0]!))).toBe(false);
});
