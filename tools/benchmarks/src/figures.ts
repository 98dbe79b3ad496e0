// Whether two checkouts came to the same figures: every number and word of each metrics.json that both made.
//
//   node tools/benchmarks/src/figures.ts BEFORE AFTER [--all] [--renamed OLD=NEW ...] [--except PATTERN ...]
//
// BEFORE and AFTER are folders of the workspace, or of one report. Ends with 1 if a figure of BEFORE is another one in
// AFTER, or missing there. What only AFTER has is counted. `--all` lists every difference. Where a definition was changed:
// `--renamed` is what stands in the paths of BEFORE and in those of AFTER, `--except` a regular expression of paths that
// are left out.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** Fields that tell what made a report. */
const ORIGIN = new Set(['schemaVersion', 'vestige', 'backend', 'kernels', 'experiment', 'settings']);
const SHOWN = 20;

/** Every leaf of a JSON value, by its path. */
function leaves(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return found.set(path, value);
  for (const [key, part] of Object.entries(value)) {
    if (path === '' && ORIGIN.has(key)) continue;
    leaves(part, `${path}/${key}`, found);
  }
  return found;
}

function reportsIn(folder: string): string[] {
  const patterns = ['metrics.json', 'apps/experiments/*/runs/**/report/metrics.json'];
  return globSync(patterns, { cwd: folder }).sort();
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    renamed: { type: 'string', multiple: true, default: [] },
    except: { type: 'string', multiple: true, default: [] },
  },
});
const [before, after] = positionals;
if (before === undefined || after === undefined) {
  console.error('expected two folders: node tools/benchmarks/src/figures.ts BEFORE AFTER');
  process.exit(2);
}
const renamed = (path: string) =>
  values.renamed
    .map((pair) => pair.split('='))
    .reduce((named, [old, now]) => named.replaceAll(old!, now!), path);
const excepted = values.except.map((pattern) => new RegExp(pattern));
const read = (folder: string, file: string) => leaves(JSON.parse(readFileSync(join(folder, file), 'utf8')));
let differing = 0;
let reports = 0;
for (const file of reportsIn(before)) {
  if (!existsSync(join(after, file))) continue;
  reports++;
  const [old, now] = [read(before, file), read(after, file)];
  const held = [...old]
    .map(([path, value]) => [renamed(path), value] as const)
    .filter(([path]) => !excepted.some((pattern) => pattern.test(path)));
  const changed = held.filter(([path, value]) => !now.has(path) || now.get(path) !== value);
  const added = now.size - (old.size - [...old.keys()].filter((path) => !now.has(renamed(path))).length);
  differing += changed.length;
  console.log(
    `${file}: ${held.length} figures held, ${changed.length} differ or are missing, ${added} are new`,
  );
  for (const [path, value] of changed.slice(0, values.all ? undefined : SHOWN)) {
    console.log(`  ${path}: ${value} -> ${now.has(path) ? now.get(path) : 'missing'}`);
  }
}
console.log(`${reports} reports, ${differing} figures differ`);
process.exitCode = reports === 0 || differing > 0 ? 1 : 0;
