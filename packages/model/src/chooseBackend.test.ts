import { expect, test } from 'vitest';
import { chooseBackend, TENSORFLOW_FROM_WIDTH } from './chooseBackend.ts';

const wide = { width: TENSORFLOW_FROM_WIDTH };
const narrow = { width: TENSORFLOW_FROM_WIDTH - 1 };
const installed = () => true;
const missing = () => false;

test('auto takes tensorflow for wide models where it is installed', () => {
  expect(chooseBackend('auto', wide, installed)).toBe('tensorflow');
  expect(chooseBackend('auto', wide, missing)).toBe('wasm');
  expect(chooseBackend('auto', narrow, installed)).toBe('wasm');
});

test('a backend that is named is taken as it is', () => {
  expect(chooseBackend('tensorflow', narrow, missing)).toBe('tensorflow');
  expect(chooseBackend('wasm', wide, installed)).toBe('wasm');
});
