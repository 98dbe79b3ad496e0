import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const printed = (choice: string, width: number, variable = '') =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'backendInput.ts'), choice, String(width)], {
    env: { ...process.env, VESTIGE_BACKEND: variable },
    encoding: 'utf8',
  }).trim();

test('the variable goes before the experiment, and auto becomes a backend', () => {
  expect(printed('tensorflow', 64)).toBe('tensorflow');
  expect(printed('tensorflow', 64, 'auto')).toBe('wasm');
  expect(printed('auto', 64)).toBe('wasm');
  expect(printed('auto', 64, 'cpu')).toBe('cpu');
});
