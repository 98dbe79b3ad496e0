import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Modules that a module loads, types left out, and those that they load. */
function loaded(file: URL, found = new Set<string>()): Set<string> {
  const source = readFileSync(file, 'utf8');
  for (const [, names, from] of source.matchAll(/^(?:import|export) (?!type )([^;]*?) from '([^']+)'/gms)) {
    if (
      names!
        .replace(/[{}\s]/g, '')
        .split(',')
        .every((name) => name.startsWith('type'))
    )
      continue;
    if (found.has(from!)) continue;
    found.add(from!);
    if (from!.startsWith('.')) loaded(new URL(from!, file), found);
  }
  return found;
}

test('the entry without the model loads neither model nor training', () => {
  const modules = loaded(new URL('./withoutModel.ts', import.meta.url));
  expect(modules).toContain('./battery.ts');
  expect(modules).toContain('./readaptation.ts');
  expect([...modules].filter((name) => name.startsWith('@vestige/')).sort()).toEqual([
    '@vestige/environment',
    '@vestige/random',
  ]);
});
