import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// The backend of tests that need no certain one, and of composed definitions in the tests of @vestige/kernels, which
// must not know the package that loads it.
const native = process.env.VESTIGE_BACKEND === 'tensorflow';

export default defineConfig({
  test: {
    include: ['{packages,apps,tools}/*/src/**/*.test.ts'],
    setupFiles: native ? ['packages/model/src/testing/native.ts'] : [],
    // On the native backend, ops are composed of many small ones.
    testTimeout: native ? 600_000 : 60_000,
    hookTimeout: native ? 600_000 : 120_000,
    // A page of a browser that shares its core with other tests takes longer than the second of the default.
    expect: { poll: { timeout: 30_000 } },
    // One more than cores: many tests wait for a browser, a server or another process.
    maxWorkers: availableParallelism() + 1,
  },
});
