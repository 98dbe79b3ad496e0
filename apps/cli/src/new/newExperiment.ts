import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { resolveExperiment } from '@vestige/experiment';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS } from '../workspace.ts';
import { writeFile } from '../writeFile.ts';
import { experimentFolder, SCHEMA, titleOf } from './experimentFolder.ts';
import { template } from './templates.ts';

/** What a new experiment is at first. */
const ORIGINAL = join(EXPERIMENTS, 'loan/experiment.json');

/**
 * Makes an experiment: experiment.json and README.md in a folder of its name.
 *
 * @param parent folder of experiments; the workspace's unless given
 * @returns what to say
 */
export function newExperiment(name: string, parent = EXPERIMENTS): string[] {
  const directory = experimentFolder(name, parent);
  const title = titleOf(name);
  const json = renamed(readFileSync(ORIGINAL, 'utf8'), {
    $schema: relative(resolve(directory), SCHEMA),
    name,
    title,
  });
  const file = join(directory, 'experiment.json');
  resolveExperiment(JSON.parse(json), 'quick', file);
  writeFile(file, json);
  writeFile(join(directory, 'README.md'), template('experiment.md', { NAME: name, TITLE: title }));
  const shown = shortPath(file);
  // The pipeline sees the workspace's experiments; the stages can be called for any.
  const inWorkspace = resolve(parent) === EXPERIMENTS;
  const first = inWorkspace ? `run ${name} --quick` : `pretrain ${shown} --quick --seed 0`;
  return [
    `Made ${shown} and README.md beside it.`,
    '',
    'It is the loan experiment under another name, to the last digit of its figures. Next:',
    `  1. try it small:  vestige ${first}`,
    '  2. say in "title" and "claim" what it is about, and change what it should vary: README.md says what first',
  ];
}

/** The text of an experiment file with fields of its own replaced, wherever their values stand; it keeps its layout. */
function renamed(text: string, fields: { $schema: string; name: string; title: string }): string {
  const before = JSON.parse(text);
  return Object.entries(fields).reduce(
    (result, [field, value]) =>
      // The title of a preset begins with that of the experiment.
      result.replaceAll(`"${field}": "${before[field]}`, `"${field}": "${value}`),
    text,
  );
}
