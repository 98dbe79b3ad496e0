import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../failure.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { WORKSPACE } from '../workspace.ts';
import { writeFile } from '../writeFile.ts';
import { checkName, refuseToOverwrite } from './names.ts';
import { SOURCES, type SourceKind } from './sources.ts';
import { template } from './templates.ts';

/**
 * Makes a part of a package: a small one that works, its test, and the lines of other files that make it known.
 *
 * @param sources folder of such parts; the workspace's unless given
 * @returns what to say
 */
export function newSource(
  kind: SourceKind,
  name: string,
  sources = join(WORKSPACE, SOURCES[kind].folder),
): string[] {
  const { folder, beside, does, registrations, next } = SOURCES[kind];
  checkName(kind, name);
  const file = join(sources, `${name}.ts`);
  const test = join(sources, `${name}.test.ts`);
  if (!existsSync(join(sources, beside))) {
    throw new UsageError(`${sources}: expected a folder as ${folder}, with ${beside}`);
  }
  refuseToOverwrite([file, test]);
  const names = { camel: name, Pascal: `${name[0]!.toUpperCase()}${name.slice(1)}` };
  const places = registrations(names);
  const texts = new Map(places.map(({ at }) => [at, readFileSync(join(sources, at), 'utf8')]));
  const unplaced: string[] = [];
  for (const { at, place, words } of places) {
    const before = texts.get(at)!;
    const after = place(before);
    if (after === before) unplaced.push(`  in ${at}, ${words}`);
    else texts.set(at, after);
  }
  writeFile(file, template(`${kind}.ts`, names));
  writeFile(test, template(`${kind}.test.ts`, names));
  for (const [at, text] of texts) writeFile(join(sources, at), text);
  return [
    `Made ${shortPath(file)} and ${name}.test.ts beside it: ${does}.`,
    ...(unplaced.length === 0
      ? [`Added it to ${[...texts.keys()].join(' and ')}.`]
      : ['Add by hand:', ...unplaced]),
    '',
    'Next:',
    '  npm run format                           puts the new lines in order',
    ...next(names),
  ];
}
