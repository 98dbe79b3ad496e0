import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadExperiment } from '@vestige/experiment';
import { expect, onTestFinished, test } from 'vitest';
import { folder, printed, refused } from './testing/cli.ts';
import { complaint, said } from './testing/inProcess.ts';
import { EXPERIMENTS, WORKSPACE } from './workspace.ts';

const LOAN = join(EXPERIMENTS, 'loan/experiment.json');

test('a new experiment is the loan itself under its name, knows its schema, and is never overwritten', async () => {
  const here = folder(onTestFinished);
  const words = ['new', 'experiment', 'mine', '--into', here];
  const text = await printed(words);
  const file = join(here, 'mine/experiment.json');
  expect(text).toContain(`Made ${file} and README.md beside it.`);
  for (const preset of [undefined, 'quick']) {
    // The figures of a run depend on nothing else, so that they are the loan's.
    const { name, title, directory: _, ...mine } = loadExperiment(file, preset);
    const { name: loan, title: __, directory: ___, ...its } = loadExperiment(LOAN, preset);
    expect(mine).toEqual(its);
    expect([name, loan, title]).toEqual(['mine', 'loan', preset ? 'Mine (quick)' : 'Mine']);
  }
  const { $schema } = JSON.parse(readFileSync(file, 'utf8'));
  expect(resolve(here, 'mine', $schema)).toBe(join(WORKSPACE, 'packages/experiment/experiment.schema.json'));
  expect(readFileSync(join(here, 'mine/README.md'), 'utf8')).toMatch(
    /^# Mine\n(.*\n)*## What to change first\n/,
  );
  expect(await refused(words)).toBe(
    `${join(here, 'mine')}: exists already; choose another name, or delete it first`,
  );
});

test('names that the pipeline could not use are refused', async () => {
  const here = folder(onTestFinished);
  const message = (what: string, name: string) => complaint('new', what, name, '--into', here);
  expect(await message('experiment', 'My-Test')).toMatch(
    /^experiment name "My-Test": expected lower-case letters/,
  );
  expect(await message('experiment', 'kernels')).toMatch(/a package of the workspace has it/);
  expect(await message('environment', '2digits')).toMatch(/^environment name "2digits": expected/);
  expect(await message('environment', 'copy')).toMatch(
    /expected a folder as packages\/environment\/src, with environment\.ts/,
  );
  expect(readdirSync(here)).toEqual([]);
});

/** A copy of a package's sources, and what compiles and tests it there. */
function copied(name: string) {
  const here = folder(onTestFinished);
  const sources = join(here, 'src');
  cpSync(join(WORKSPACE, 'packages', name, 'src'), sources, { recursive: true });
  symlinkSync(join(WORKSPACE, 'node_modules'), join(here, 'node_modules'));
  writeFileSync(join(here, 'package.json'), '{ "type": "module" }');
  const tool = (tool: string, ...words: string[]) =>
    execFileSync(join(WORKSPACE, 'node_modules/.bin', tool), words, {
      cwd: here,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  return {
    sources,
    check: (...tests: string[]) => {
      const config = {
        extends: join(WORKSPACE, 'tsconfig.base.json'),
        compilerOptions: { composite: false, noEmit: true, rootDir: '/', allowImportingTsExtensions: true },
        // Other tests need what lies outside of the folder.
        include: ['src/index.ts', ...tests.map((name) => `src/**/${name}.*`)],
      };
      writeFileSync(join(here, 'tsconfig.json'), JSON.stringify(config));
      tool('tsc', '-p', '.');
      tool('vitest', 'run', '--root', here, ...tests);
    },
  };
}

test('a new environment compiles, passes its tests and is registered', { timeout: 60_000 }, async () => {
  const { sources, check } = copied('environment');
  const text = await printed(['new', 'environment', 'copy', '--into', sources]);
  expect(text).toContain('Added it to create.ts and index.ts.');
  // A second one finds its places too.
  await said('new', 'environment', 'echo', '--into', sources);
  check('copy', 'echo');
  const { createEnvironment, environmentSchema } = await import(join(sources, 'index.ts'));
  for (const kind of ['loan', 'copy', 'echo']) {
    expect(createEnvironment(environmentSchema.parse({ kind })).kind).toBe(kind);
  }
  expect(await complaint('new', 'environment', 'copy', '--into', sources)).toMatch(
    /copy\.ts: exists already/,
  );
});

test.each([
  ['intervention', 'ablation', 'src/interventions'],
  ['estimator', 'analysis', 'src/estimators'],
])(
  'a new %s is a file and a line: it compiles, and is known',
  { timeout: 60_000 },
  async (kind, of, within) => {
    const { sources, check } = copied(of);
    const into = join(sources, '..', within);
    const before = readFileSync(join(into, 'index.ts'), 'utf8').split('\n');
    const text = await said('new', kind, 'fresh', '--into', into);
    expect(text).toContain('Added it to index.ts.');
    const added = readFileSync(join(into, 'index.ts'), 'utf8')
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(added).toHaveLength(2);
    for (const line of added) expect(line).toMatch(/^import .*fresh|^ {2}fresh,$/);
    check('fresh');
  },
);

test('what cannot be placed is told in words', async () => {
  const here = folder(onTestFinished);
  for (const name of ['environment.ts', 'create.ts', 'index.ts']) writeFileSync(join(here, name), '');
  const text = await said('new', 'environment', 'copy', '--into', here);
  expect(text).toContain("in create.ts, import { createCopy, copySchema } from './copy.ts'");
  expect(text).toContain('in create.ts, put copySchema into the union environmentSchema');
  expect(text).toContain("in create.ts, return createCopy(options) for the kind 'copy'");
});
