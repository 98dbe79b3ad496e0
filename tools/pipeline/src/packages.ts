import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Without } from '@vestige/experiment';
import { withRelatives } from './imports.ts';

/** A package of the workspace, as far as the inputs of a stage are concerned. */
interface WorkspacePackage {
  /** Folder from the workspace root, `packages/model`. */
  readonly root: string;
  /** Workspace packages it depends on, by short name. */
  readonly workspace: readonly string[];
  /** npm packages it depends on at run time. */
  readonly npm: readonly string[];
  /** Where the schema of its options is a module of its own, `src/options.ts`, its path and those of what it imports. */
  readonly options: readonly string[];
}

export type WorkspacePackages = Readonly<Record<string, WorkspacePackage>>;

/** What a stage runs: packages whole, packages of which only the options are read, and npm packages. */
export interface Closure {
  readonly whole: readonly string[];
  readonly options: readonly string[];
  readonly npm: readonly string[];
}

const SCOPE = '@vestige/';

/** The package that reads everybody's options, and mostly nothing else of them. */
const EXPERIMENT = 'experiment';

const OPTIONS = 'src/options.ts';

/** Apps that a stage runs as it does a package. */
const APPS = ['apps/explorer'];

/** Reads `packages/<name>/package.json` of every package, and those of {@link APPS}. */
export function readPackages(workspaceRoot: string): WorkspacePackages {
  const packages: Record<string, WorkspacePackage> = {};
  const folders = readdirSync(join(workspaceRoot, 'packages')).sort();
  for (const root of [...folders.map((name) => `packages/${name}`), ...APPS]) {
    const name = basename(root);
    const manifest = join(workspaceRoot, root, 'package.json');
    if (!existsSync(manifest)) continue;
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    const names = Object.keys({ ...dependencies, ...optionalDependencies });
    packages[name] = {
      root,
      workspace: names.filter((n) => n.startsWith(SCOPE)).map((n) => n.slice(SCOPE.length)),
      npm: names.filter((n) => !n.startsWith(SCOPE)),
      options: existsSync(join(workspaceRoot, root, OPTIONS))
        ? withRelatives(join(workspaceRoot, root), OPTIONS).map((file) => `${root}/${file}`)
        : [],
    };
  }
  return packages;
}

/**
 * Follows the dependencies of a stage's entry packages. `experiment` depends on most packages for the schemas
 * of their options only; a package reached through it alone counts with its options.
 *
 * @param without what the stage does not run, whatever depends on it
 */
export function closureOf(
  packages: WorkspacePackages,
  entries: readonly string[],
  without: Without = { packages: [] },
): Closure {
  const whole = new Set<string>();
  const options = new Set<string>();
  const visit = (name: string) => {
    const found = packages[name];
    if (!found || whole.has(name) || without.packages.includes(name)) return;
    whole.add(name);
    if (name !== EXPERIMENT) found.workspace.forEach(visit);
  };
  entries.forEach(visit);
  if (whole.has(EXPERIMENT)) {
    for (const name of packages[EXPERIMENT]!.workspace) {
      if (whole.has(name)) continue;
      if (packages[name]?.options.length) options.add(name);
      else visit(name);
    }
  }
  const npm = [...whole].flatMap((name) => packages[name]!.npm);
  return {
    whole: [...whole].sort(),
    options: [...options].filter((name) => !whole.has(name)).sort(),
    npm: [...new Set(npm)].filter((name) => !without.npm?.includes(name)).sort(),
  };
}
