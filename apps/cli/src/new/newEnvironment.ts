import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failure.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { WORKSPACE } from '../workspace.ts';
import { writeFile } from '../writeFile.ts';
import { checkName, refuseToOverwrite } from './names.ts';
import { template } from './templates.ts';

const SOURCES = join(WORKSPACE, 'packages/environment/src');

/**
 * Makes an environment: a small one that works, its tests, and its lines in create.ts and index.ts.
 *
 * @param sources folder of the environments; the workspace's unless given
 * @returns what to say
 */
export function newEnvironment(name: string, sources = SOURCES): string[] {
  checkName('environment', name);
  const pascal = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const file = join(sources, `${name}.ts`);
  const test = join(sources, `${name}.test.ts`);
  if (!existsSync(join(sources, 'environment.ts'))) {
    throw new UsageError(`${sources}: expected the sources of packages/environment, with environment.ts`);
  }
  refuseToOverwrite([file, test]);
  const names = { camel: name, Pascal: pascal };
  const texts = new Map(['create.ts', 'index.ts'].map((at) => [at, readFileSync(join(sources, at), 'utf8')]));
  const unplaced: string[] = [];
  for (const { at, place, words } of registrations(name, pascal)) {
    const before = texts.get(at)!;
    const after = place(before);
    if (after === before) unplaced.push(`  in ${at}, ${words}`);
    else texts.set(at, after);
  }
  writeFile(file, template('environment.ts', names));
  writeFile(test, template('environment.test.ts', names));
  for (const [at, text] of texts) writeFile(join(sources, at), text);
  return [
    `Made ${shortPath(file)} and ${name}.test.ts beside it: a tiny environment that works (copy a digit).`,
    ...(unplaced.length === 0 ? [`Added it to create.ts and index.ts.`] : ['Add by hand:', ...unplaced]),
    '',
    'Next:',
    '  npm run format                           puts the new lines in order',
    '  npx nx test environment                  its tests pass; change both step by step',
    '  npm run schema -w @vestige/experiment    so that editors know its options',
    `  "environment": { "kind": "${name}" } in an experiment.json, with its rules "first" and "second"`,
  ];
}

/** A line of another file that makes the environment known. */
interface Registration {
  readonly at: string;
  /** Puts it there; returns the text as it was if the place is not found. */
  place(text: string): string;
  /** Says the same to the user. */
  readonly words: string;
}

function registrations(name: string, pascal: string): Registration[] {
  const schema = `${name}Schema`;
  const from = `from './${name}.ts'`;
  const exports = `type ${pascal}Options, ${schema}`;
  return [
    {
      at: 'create.ts',
      place: (text) => text.replace(/(?=\n\n\/\*\*)/, `\nimport { create${pascal}, ${schema} } ${from};`),
      words: `import { create${pascal}, ${schema} } ${from}`,
    },
    {
      at: 'create.ts',
      place: (text) => text.replace(/(discriminatedUnion\('kind', \[[^\]]*?),?(\s*\])/, `$1, ${schema}$2`),
      words: `put ${schema} into the union environmentSchema`,
    },
    {
      at: 'create.ts',
      place: (text) =>
        text.replace(
          /(?<=switch \(options\.kind\) \{\n)/,
          `    case '${name}':\n      return create${pascal}(options);\n`,
        ),
      words: `return create${pascal}(options) for the kind '${name}'`,
    },
    {
      at: 'index.ts',
      place: (text) => `${text}export { ${exports} } ${from};\n`,
      words: `export { ${exports} } ${from}`,
    },
  ];
}
