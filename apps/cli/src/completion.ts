import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPERIMENTS, experimentNames } from './workspace.ts';

const TAKE_EXPERIMENT = ['run', 'pretrain', 'train', 'ablate', 'analyze', 'report'];

/** Completes a word for yargs: experiments, presets and conditions by name, all else as yargs does. */
export function complete(
  _current: string,
  _argv: unknown,
  byYargs: (onCompleted: (error: Error | null, found: string[] | undefined) => void) => void,
  done: (found: string[]) => void,
): void {
  // After the option comes the line as it stands: `vestige`, the command, ..., the word being typed.
  const words = process.argv.slice(process.argv.indexOf('--get-yargs-completions') + 2);
  const ours = completionsOf(words);
  if (ours) done(ours);
  else byYargs((_error, found) => done(found ?? []));
}

/**
 * What can stand where the cursor is; undefined leaves it to yargs.
 *
 * @param words from the command on; the last is the one being typed
 */
export function completionsOf(words: readonly string[]): string[] | undefined {
  const [command, experiment] = words;
  if (!TAKE_EXPERIMENT.includes(command ?? '')) return undefined;
  const file = experiment?.endsWith('.json')
    ? experiment
    : join(EXPERIMENTS, experiment ?? '', 'experiment.json');
  if (words.length === 2 && !experiment!.startsWith('-')) return experimentNames();
  switch (words.at(-2)) {
    case '--preset':
      return namesIn(file, 'presets');
    case '--condition':
      return [...(command === 'ablate' ? ['base'] : []), ...namesIn(file, 'conditions')];
    default:
      return undefined;
  }
}

/** Keys of a field of an experiment file, none if it cannot be read: a completion never complains. */
function namesIn(file: string, field: string): string[] {
  try {
    return Object.keys(JSON.parse(readFileSync(file, 'utf8'))[field] ?? {});
  } catch {
    return [];
  }
}
