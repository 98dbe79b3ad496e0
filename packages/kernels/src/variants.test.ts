import { afterEach, expect, test, vi } from 'vitest';
import { fastestVariant } from './variants.ts';

const { validate } = WebAssembly;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('where everything is known, a module is found', () => {
  expect(['simd', 'relaxed-simd']).toContain(fastestVariant());
});

test('where relaxed SIMD is unknown, plain SIMD', () => {
  const relaxed = (bytes: BufferSource) => String(bytes).includes(String([0xfd, 0x85, 0x02]));
  vi.spyOn(WebAssembly, 'validate').mockImplementation((bytes) => !relaxed(bytes) && validate(bytes));
  expect(fastestVariant()).toBe('simd');
});

test('where SIMD or WebAssembly is unknown, none', () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  expect(fastestVariant()).toBeUndefined();
  vi.stubGlobal('WebAssembly', undefined);
  expect(fastestVariant()).toBeUndefined();
});
