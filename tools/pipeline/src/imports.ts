import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `import ... from '...'`, `export ... from '...'` and `import '...'`, but for those of types alone. */
const STATIC = /^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s*)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** What a module imports when it runs, as it names it: dynamic imports too where they name it in quotes. */
export function importsOf(path: string): string[] {
  const source = readFileSync(path, 'utf8');
  return [STATIC, DYNAMIC].flatMap((form) => [...source.matchAll(form)].map(([, name]) => name!));
}

/** A module with those of its own package that it imports, by their paths from a folder. */
export function withRelatives(folder: string, module: string): string[] {
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path)) return;
    found.add(path);
    for (const name of importsOf(join(folder, path))) if (name.startsWith('.')) visit(join(path, '..', name));
  };
  visit(module);
  return [...found].sort();
}
