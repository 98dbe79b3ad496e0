import type { Experiment } from '@vestige/experiment';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useBackendOf } from './backend.ts';

test('the variable decides on the backend, then the experiment, then wasm', async () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const chosen = async (variable: string, backend?: 'cpu') => {
    vi.stubEnv('VESTIGE_BACKEND', variable);
    return (await useBackendOf({ backend } as Experiment)).backend;
  };
  expect(await chosen('wasm', 'cpu')).toBe('wasm');
  expect(await chosen('', 'cpu')).toBe('cpu');
  expect(await chosen('')).toBe('wasm');
});
