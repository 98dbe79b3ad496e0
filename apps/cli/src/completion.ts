import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrationNames, EXPERIMENTS, experimentNames, importedNames, overviewNames } from './workspace.ts';

const ON_JOBS = ['submit', 'status', 'cancel'];
const TAKE_CALIBRATION = ['run', ...ON_JOBS, 'simulate', 'report', 'list', 'open'];
const TAKE_IMPORTED = ['run', ...ON_JOBS, 'convert', 'analyze', 'report', 'list', 'open'];
const TAKE_EXPERIMENT = [
  'run',
  ...ON_JOBS,
  'pretrain',
  'train',
  'ablate',
  'analyze',
  'report',
  'list',
  'open',
  'check',
  'export',
];
const TAKE_OVERVIEW = ['run', ...ON_JOBS, 'report', 'list', 'open'];

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
  const names = [
    ...(TAKE_EXPERIMENT.includes(command ?? '') ? experimentNames() : []),
    ...(TAKE_OVERVIEW.includes(command ?? '') ? overviewNames() : []),
    ...(TAKE_CALIBRATION.includes(command ?? '') ? calibrationNames() : []),
    ...(TAKE_IMPORTED.includes(command ?? '') ? importedNames() : []),
  ];
  if (names.length === 0) return undefined;
  const file = experiment?.endsWith('.json')
    ? experiment
    : join(EXPERIMENTS, experiment ?? '', fileOf(experiment ?? ''));
  if (words.length === 2 && !experiment!.startsWith('-')) return names;
  switch (words.at(-2)) {
    case '--preset':
      return namesIn(file, 'presets');
    case '--condition':
      return [...(command === 'ablate' ? ablatedIn(file) : []), ...conditionsIn(file)];
    case '--run':
      return namesIn(file, 'runs');
    case '--base':
      return ['base', ...basesIn(file)];
    default:
      return undefined;
  }
}

/** Name of the file that describes what is called so. */
function fileOf(name: string): string {
  if (overviewNames().includes(name)) return 'overview.json';
  if (calibrationNames().includes(name)) return 'calibration.json';
  return importedNames().includes(name) ? 'imported.json' : 'experiment.json';
}

/** Names of a field of an experiment file, none if it cannot be read: a completion never complains. */
function namesIn(file: string, field: string): string[] {
  return Object.keys(entriesIn(file, field));
}

/** The bases beside `base`, with those that a sweep makes. */
function basesIn(file: string): string[] {
  return Object.entries(entriesIn(file, 'bases')).flatMap(([name, base]) => numbered(name, base?.sweep));
}

/** What is ablated beside conditions: policies that were pretrained, and those that were trained elsewhere. */
function ablatedIn(file: string): string[] {
  const policies = namesIn(file, 'policies');
  const bases = basesIn(file);
  const base = policies.length > 0 && Object.keys(entriesIn(file, 'base')).length === 0 ? [] : ['base'];
  return [...base, ...bases, ...policies];
}

function conditionsIn(file: string): string[] {
  const bases = entriesIn(file, 'bases');
  return Object.entries(entriesIn(file, 'conditions')).flatMap(([name, condition]) =>
    numbered(name, condition?.sweep ?? bases[condition?.base ?? '']?.sweep),
  );
}

type Entries = Readonly<Record<string, { base?: string; sweep?: Record<string, unknown[]> } | undefined>>;

// Of the raw file: to resolve it takes a second, too long for a completion.
function entriesIn(file: string, field: string): Entries {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))[field] ?? {};
  } catch {
    return {};
  }
}

function numbered(name: string, sweep: Record<string, unknown[]> | undefined): string[] {
  return sweep ? (Object.values(sweep)[0] ?? []).map((_, i) => `${name}${i + 1}`) : [name];
}
