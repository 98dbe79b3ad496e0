import { readFileSync } from 'node:fs';
import type { ExplorerProgram } from './explorer.ts';

/**
 * Reads what `nx build explorer` and `nx build kernels` made.
 *
 * @throws if they have not run
 */
export function explorerProgram(): ExplorerProgram {
  const built = (name: string) => read(new URL(`../build/${name}`, import.meta.url), 'explorer');
  const kernels = (variant: string) =>
    read(import.meta.resolve(`@vestige/kernels/build/${variant}.wasm`), 'kernels');
  return {
    script: built('explorer.js').toString(),
    style: built('explorer.css').toString(),
    kernels: { 'relaxed-simd': kernels('relaxed-simd'), simd: kernels('simd') },
  };
}

function read(url: URL | string, project: string): Buffer {
  try {
    return readFileSync(new URL(url));
  } catch (cause) {
    throw new Error(`${project} is not built: run \`npx nx build ${project}\``, { cause });
  }
}
