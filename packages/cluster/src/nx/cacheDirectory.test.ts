import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');

/** What a program prints in the workspace, with these variables of Nx alone. */
function printed(program: string, variables: Readonly<Record<string, string>>): string {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const env = { ...Object.fromEntries(others), ...variables };
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
}

test.each([{}, { NX_CACHE_DIRECTORY: join(ROOT, 'elsewhere') }])(
  'the cache is where Nx itself looks for it, with %j',
  (variables) => {
    const file = JSON.stringify(join(import.meta.dirname, 'cacheDirectory.ts'));
    const root = JSON.stringify(ROOT);
    const ours = `const { cacheDirectoryOf } = await import(${file}); process.stdout.write(cacheDirectoryOf(${root}))`;
    const own = `import cache from 'nx/src/utils/cache-directory.js'; process.stdout.write(cache.cacheDir)`;
    expect(printed(ours, variables)).toBe(printed(own, variables));
  },
);
