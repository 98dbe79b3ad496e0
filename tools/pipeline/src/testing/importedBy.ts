import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { importsOf } from '../imports.ts';

/** What a module runs. */
export interface Imported {
  /** Modules of the workspace, itself among them, by their paths from its root. */
  readonly modules: readonly string[];
  /** Packages of the workspace that are imported from below a folder, by short name. */
  packagesFrom(folder: string): string[];
  /** npm packages. */
  readonly npm: readonly string[];
}

/** Follows the imports of a module, given by its path from the root of the workspace, through all its packages. */
export function importedBy(workspaceRoot: string, entry: string): Imported {
  const modules = new Map<string, readonly string[]>();
  const visit = (module: string) => {
    if (modules.has(module)) return;
    const names = importsOf(join(workspaceRoot, module));
    modules.set(module, names);
    for (const name of names) {
      if (name.startsWith('.')) visit(join(module, '..', name));
      else if (workspacePackage(name)) visit(exported(workspaceRoot, name));
    }
  };
  visit(entry);
  const named = [...modules.values()].flat().filter((name) => !name.startsWith('.') && !isBuiltin(name));
  return {
    modules: [...modules.keys()].sort(),
    packagesFrom(folder) {
      const within = [...modules].flatMap(([module, names]) => (module.startsWith(folder) ? names : []));
      return [...new Set(within.flatMap((name) => workspacePackage(name) ?? []))].sort();
    },
    npm: [...new Set(named.filter((name) => !workspacePackage(name)).map(npmPackage))].sort(),
  };
}

/** `model` for `@vestige/model/options`. */
function workspacePackage(name: string): string | undefined {
  return /^@vestige\/([^/]+)/.exec(name)?.[1];
}

/** The module that `@vestige/model/options` stands for. */
function exported(workspaceRoot: string, name: string): string {
  const short = workspacePackage(name)!;
  const root = [`packages/${short}`, `apps/${short}`].find((folder) =>
    existsSync(join(workspaceRoot, folder)),
  )!;
  const { exports } = JSON.parse(readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8'));
  const path = name.replace(`@vestige/${short}`, '.');
  return join(root, typeof exports === 'string' ? exports : exports[path]);
}

/** `@noble/hashes` for `@noble/hashes/utils.js`. */
function npmPackage(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
