import type { Experiment } from '@vestige/experiment';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useBackendOf } from './backend.ts';

test('the variable decides on the backend, then the experiment, then wasm', async () => {
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const chosen = async (variable: string, backend?: 'cpu' | 'auto') => {
    vi.stubEnv('VESTIGE_BACKEND', variable);
    const experiment = {
      backend,
      bases: { base: { model: { width: 64 } } },
      conditions: {},
    } as unknown as Experiment;
    return (await useBackendOf(experiment, 'base')).backend;
  };
  expect(await chosen('wasm', 'cpu')).toBe('wasm');
  expect(await chosen('', 'cpu')).toBe('cpu');
  expect(await chosen('')).toBe('wasm');
  expect(await chosen('', 'auto')).toBe('wasm');
});
