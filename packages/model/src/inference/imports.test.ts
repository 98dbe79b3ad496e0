import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Addresses of all modules that Node loads with a module. */
function loadedWith(specifier: string): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context);
        loaded.push(resolved.url);
        return resolved;
      },
    });
    await import(${JSON.stringify(specifier)});
    process.stdout.write(JSON.stringify(loaded));`;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd });
  return JSON.parse(output.toString());
}

test('inference loads neither TensorFlow.js nor modules of Node', () => {
  const loaded = loadedWith('@vestige/model/inference');
  expect(loaded.some((url) => url.endsWith('packages/kernels/src/standalone.ts'))).toBe(true);
  expect(loaded.filter((url) => !/^file:.*\/packages\/(kernels|model)\/src\//.test(url))).toEqual([]);
});
