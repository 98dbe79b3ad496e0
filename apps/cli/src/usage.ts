import { nearest } from '@vestige/questions/nearest';
import { UsageError } from './failure.ts';
import { listed } from './terminal/layout.ts';

/** What each command takes, for messages. */
const COMMANDS: Readonly<Record<string, string>> = {
  run: '<experiment>',
  submit: '<experiment>',
  status: '<experiment>',
  cancel: '<experiment>',
  pretrain: '<experiment>',
  train: '<experiment>',
  ablate: '<experiment>',
  analyze: '<experiment>',
  report: '<experiment>',
  simulate: '<calibration>',
  import: '<folder or file>',
  convert: '<imported>',
  list: '',
  open: '',
  show: '<file>',
  compare: '<a> and <b>',
  check: '<experiment>',
  export: '<experiment>',
  sample: '<checkpoint>',
  new: '<experiment|environment>',
  'new experiment': '<name>',
  'new environment': '<name>',
  'new intervention': '<name>',
  'new estimator': '<name>',
  cache: '<serve|token|audit>',
  'cache serve': '',
  'cache token': '<name>',
  'cache audit': '',
  doctor: '',
  completion: '',
};

/** Of a command that has commands: those. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  new: ['experiment', 'environment'],
  cache: ['serve', 'token', 'audit'],
};

/**
 * A mistake in the words of a command line, from the message in which yargs puts it.
 *
 * @param typed the words after `vestige`
 */
export function usageMistake(message: string, typed: readonly string[]): UsageError {
  const command = commandIn(typed);
  const help = command === undefined ? 'vestige --help' : `vestige ${command} --help`;
  const what = command === undefined ? '' : `${command}: `;
  const mistake = inOurWords(message, command, typed);
  return new UsageError(`${what}${mistake}${mistake.endsWith('?') ? ' See' : '; see'} \`${help}\``);
}

function commandIn(typed: readonly string[]): string | undefined {
  const words = typed.filter((word) => !word.startsWith('-'));
  const two = words.slice(0, 2).join(' ');
  if (Object.hasOwn(COMMANDS, two)) return two;
  return words[0] !== undefined && Object.hasOwn(COMMANDS, words[0]) ? words[0] : undefined;
}

function inOurWords(message: string, command: string | undefined, typed: readonly string[]): string {
  const text = message.replaceAll(/\s+/g, ' ').trim();
  const rest = (start: RegExp) => text.replace(start, '');
  if (/^Not enough non-option arguments/.test(text))
    return `missing ${COMMANDS[command ?? ''] || '<command>'}`;
  if (/^Missing required arguments?: /.test(text)) {
    const missing = rest(/^.*?: /).split(', ');
    return `missing ${listed(
      missing.map((name) => `--${name}`),
      'and',
    )}`;
  }
  if (/^Not enough arguments following: /.test(text)) return `--${rest(/^.*?: /)} needs a value`;
  if (/^Unknown (arguments?|commands?): /.test(text))
    return unknown(rest(/^.*?: /).split(', '), command, typed);
  const needed = /^Missing dependent arguments: (\S+) -> (\S+)/.exec(text);
  if (needed) return `--${needed[1]} needs --${needed[2]}`;
  const invalid = /Argument: (\S+), Given: "?(.*?)"?, Choices: (.*)$/.exec(text);
  if (invalid)
    return `--${invalid[1]} ${invalid[2]}: expected ${listed(invalid[3]!.replaceAll('"', '').split(', '))}`;
  return text;
}

function unknown(names: readonly string[], command: string | undefined, typed: readonly string[]): string {
  if (command === undefined || command in KINDS) {
    const possible = command === undefined ? Object.keys(COMMANDS).filter(isOneWord) : KINDS[command]!;
    const near = nearest(names[0]!, possible);
    const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `expected ${listed(possible)}`;
    return `there is no ${command === 'new' ? 'kind' : 'command'} "${names[0]}"; ${hint}`;
  }
  // yargs leaves out the dashes of an option.
  const asTyped = names.map(
    (name) => typed.find((word) => word.replace(/=.*/, '') === `--${name}`) ?? `"${name}"`,
  );
  return `unexpected ${listed(asTyped, 'and')}`;
}

function isOneWord(name: string): boolean {
  return !name.includes(' ');
}
