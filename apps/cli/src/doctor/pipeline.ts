import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bytes } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { WORKSPACE } from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const LARGE_CACHE = 5e9;

/** Nx and the folder of its cache. */
export function checkNx(): Finding {
  const fromWorkspace = createRequire(join(WORKSPACE, 'package.json'));
  let version: string;
  let folder: string;
  try {
    version = fromWorkspace('nx/package.json').version;
    folder = fromWorkspace('nx/src/devkit-exports.js').cacheDir;
  } catch {
    return problem('Nx', 'not installed', 'npm install');
  }
  const size = sizeOf(folder);
  const where = shortPath(folder);
  const message = `${version}, cache ${size === 0 ? 'empty' : bytes(size)} (${where})`;
  if (size < LARGE_CACHE) return ok('Nx', message);
  return warning('Nx', message, '`npx nx reset` empties it; experiments then run again');
}

function sizeOf(folder: string): number {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return 0;
  }
  return names.reduce((sum, name) => {
    const entry = statSync(join(folder, name), { throwIfNoEntry: false });
    return sum + (entry?.isFile() ? entry.size : 0);
  }, 0);
}
