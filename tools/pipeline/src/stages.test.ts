import { join, matchesGlob } from 'node:path';
import { CALIBRATION_STAGES } from '@vestige/calibration/tasks';
import { OVERVIEW_REPORT, STAGES } from '@vestige/experiment';
import { IMPORTED_STAGES } from '@vestige/imported/tasks';
import { describe, expect, test } from 'vitest';
import { codeInputs } from './inputs.ts';
import { closureOf, readPackages } from './packages.ts';
import { importedBy } from './testing/importedBy.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');
const PACKAGES = readPackages(WORKSPACE);
const EVERY = [STAGES, { report: OVERVIEW_REPORT }, CALIBRATION_STAGES, IMPORTED_STAGES].flatMap((stages) =>
  Object.values(stages),
);

/** Those that describe the stages: each reaches the hash of its own through the target. */
const DESCRIPTIONS = ['experiment', 'calibration', 'imported'].map(
  (name) => `packages/${name}/src/stages.ts`,
);

describe.each(EVERY.map((stage) => [stage.module, stage] as const))('%s', (_, stage) => {
  const imported = importedBy(WORKSPACE, `apps/cli/src/stages/${stage.module}.ts`);
  const inputs = codeInputs(stage, PACKAGES);

  test('names the packages that its modules of the CLI import, and no others', () => {
    expect(imported.packagesFrom('apps/cli/')).toEqual(stage.packages);
  });

  test('is hashed by every module that it runs', () => {
    const globs = inputs.flatMap((input) =>
      typeof input === 'string' ? [input.replace('{workspaceRoot}/', '')] : [],
    );
    const [left, taken] = [true, false].map((leftOut) =>
      globs.filter((glob) => glob.startsWith('!') === leftOut).map((glob) => glob.replace('!', '')),
    );
    const isHashed = (module: string) =>
      taken!.some((glob) => matchesGlob(module, glob)) && !left!.some((glob) => matchesGlob(module, glob));
    const leftOut = (module: string) =>
      (stage.without?.folders ?? []).some((folder: string) => module.startsWith(folder));
    const others = imported.modules.filter((module) => !isHashed(module) && !leftOut(module));
    expect(others.filter((module) => !DESCRIPTIONS.includes(module))).toEqual([]);
  });

  test('is hashed by every npm package that it runs', () => {
    const [npm] = inputs.flatMap((input) =>
      typeof input === 'object' && 'externalDependencies' in input ? [input.externalDependencies] : [],
    );
    expect(npm).toEqual(expect.arrayContaining([...imported.npm]));
  });

  test('leaves out what would count otherwise', () => {
    const { packages = [], folders = [], npm = [] } = stage.without ?? {};
    const all = closureOf(PACKAGES, stage.packages);
    expect(all.whole).toEqual(expect.arrayContaining([...packages]));
    expect(all.npm).toEqual(expect.arrayContaining([...npm]));
    const roots = [...all.whole, ...all.options].map((name) => `${PACKAGES[name]!.root}/`);
    for (const folder of folders) expect(roots.some((root) => folder.startsWith(root))).toBe(true);
  });
});
