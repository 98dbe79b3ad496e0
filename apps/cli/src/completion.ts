import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPERIMENTS, experimentNames } from './experiments.ts';

const TAKE_EXPERIMENT = ['run', 'pretrain', 'train', 'ablate', 'analyze', 'report'];

/**
 * What can stand where the cursor is, for experiments, presets and conditions; undefined leaves it to yargs.
 *
 * @param words of the line so far, from the command on; the last is the one being typed
 */
export function completionsOf(words: readonly string[]): string[] | undefined {
  const [command, experiment] = words;
  if (!TAKE_EXPERIMENT.includes(command ?? '')) return undefined;
  if (words.length === 2 && !experiment!.startsWith('-')) return experimentNames();
  switch (words.at(-2)) {
    case '--preset':
      return namesIn(experiment!, 'presets');
    case '--condition':
      return [...(command === 'ablate' ? ['base'] : []), ...namesIn(experiment!, 'conditions')];
    default:
      return undefined;
  }
}

/** Keys of a field of an experiment file, none if it cannot be read: a completion never complains. */
function namesIn(experiment: string, field: string): string[] {
  const file = experiment.endsWith('.json') ? experiment : join(EXPERIMENTS, experiment, 'experiment.json');
  try {
    return Object.keys(JSON.parse(readFileSync(file, 'utf8'))[field] ?? {});
  } catch {
    return [];
  }
}
