import { expect, test, vi } from 'vitest';
import { useBackend } from './backend.ts';
import { loadTensorFlow, tensorFlowPackage } from './tensorFlow.ts';

vi.mock('./tensorFlow.ts', { spy: true });

/** Stands for a node_modules that holds some packages. */
const installed =
  (...names: string[]) =>
  (name: string) => {
    if (!names.includes(name)) throw new Error(`Cannot find module '${name}'`);
  };

test('the package for GPUs is taken where it is installed, else the one for CPUs', () => {
  const [gpu, cpu] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
  expect(tensorFlowPackage(installed(cpu, gpu))).toBe(gpu);
  expect(tensorFlowPackage(installed(gpu))).toBe(gpu);
  expect(tensorFlowPackage(installed(cpu))).toBe(cpu);
  expect(tensorFlowPackage(installed())).toBeUndefined();
});

test('without a package, or with one that does not load, the message says what to do', async () => {
  vi.mocked(tensorFlowPackage).mockReturnValueOnce(undefined);
  await expect(useBackend('tensorflow')).rejects.toThrow(/"tensorflow" is not installed .*`npm run native`/);

  vi.mocked(tensorFlowPackage).mockReturnValueOnce('@tensorflow/tfjs-node-gpu');
  vi.mocked(loadTensorFlow).mockRejectedValueOnce(new Error('libcudart.so.11.0: cannot open\nat …'));
  await expect(useBackend('tensorflow')).rejects.toThrow(
    /cannot be loaded from @tensorflow\/tfjs-node-gpu \(libcudart.so.11.0: cannot open\); run `npm run native`/,
  );
});
