#!/usr/bin/env node
// JavaScript, for what comes before the cache is on is compiled at every start, and TypeScript needs a compiler.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// In the clone: the default lies in a folder that every user of the machine can write to. By the environment, so that
// Nx, its plugin and the stages have it too.
process.env.NODE_COMPILE_CACHE ||= fileURLToPath(
  new URL('../../../node_modules/.cache/vestige', import.meta.url),
);
enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import('./start.ts');
