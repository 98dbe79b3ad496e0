import { expect, onTestFinished, test } from 'vitest';
import yargs from 'yargs';
import { addCommands } from './commands.ts';
import { completionsOf } from './completion.ts';
import { folder, printed, refused, vestige, writeMiniature } from './testing/cli.ts';
import { complaint } from './testing/inProcess.ts';
import { calibrationNames, experimentNames, overviewNames } from './workspace.ts';

const COMMANDS = [
  'run',
  'pretrain',
  'train',
  'ablate',
  'analyze',
  'report',
  'simulate',
  'list',
  'open',
  'show',
  'compare',
  'check',
  'export',
  'sample',
  'new',
  'cache',
  'doctor',
];

test('help names every command, and a command has its own with examples', async () => {
  const help = await printed(['--help']);
  for (const command of COMMANDS) expect(help).toMatch(new RegExp(`^ +vestige ${command}\\b`, 'm'));
  expect(await printed(['sample', '--help'])).toMatch(
    /^vestige sample <checkpoint>\n\n.*\n\n(.*\n)*Examples:/,
  );
  expect(await printed(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('the list of commands is what they say of themselves', async () => {
  const help = async (...typed: string[]) => {
    const parser = yargs().scriptName('vestige');
    await addCommands(parser, ['', ...typed]);
    return parser.getHelp();
  };
  expect(await help()).toBe(await help(...COMMANDS));
});

test('an option may stand before the command', async () => {
  expect(await complaint('--seed', '0', 'train', 'loan')).toMatch(/^missing --condition; see/);
});

test('without a command, help and exit code 1', async () => {
  const { code, stdout, stderr } = await vestige([]);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('Commands:');
});

test.each([
  [['trian', 'loan'], 'there is no command "trian"; did you mean train? See `vestige --help`'],
  [
    ['toString', 'loan'],
    'there is no command "toString"; expected run, submit, status, cancel, pretrain, train, ablate, analyze, report, simulate, import, convert, list, open, show, compare, check, export, sample, new, cache, doctor or completion; see `vestige --help`',
  ],
  [['train'], 'train: missing <experiment>; see `vestige train --help`'],
  [['train', 'loan'], 'train: missing --condition and --seed; see `vestige train --help`'],
  [
    ['train', 'loan', '--seed', '0', '--condition'],
    'train: --condition needs a value; see `vestige train --help`',
  ],
  [['analyze', 'loan', '--sped=3'], 'analyze: unexpected --sped=3; see `vestige analyze --help`'],
  [['analyze', 'loan', 'twice'], 'analyze: unexpected "twice"; see `vestige analyze --help`'],
  [
    ['analyze', 'loan', '--backend', 'gpu'],
    'analyze: --backend gpu: expected wasm, tensorflow, cpu or auto; see `vestige analyze --help`',
  ],
  [['cache'], 'cache: missing <serve|token|audit>; see `vestige cache --help`'],
  [['cache', 'sreve'], 'cache: there is no command "sreve"; did you mean serve? See `vestige cache --help`'],
  [
    ['cache', 'serve', '--largest', 'much', '--dir', 'x'],
    'cache serve: --largest "much": expected a size such as 500MB, 4GB or 1TiB; see `vestige cache serve --help`',
  ],
  [
    ['cache', 'serve', '--dir', ''],
    'cache serve: --dir "": expected a folder; see `vestige cache serve --help`',
  ],
  [['cache', 'serve', '--dir'], 'cache serve: --dir needs a value; see `vestige cache serve --help`'],
  [
    ['submit', 'loan', '--to', 'slurm', '--shared', ''],
    'submit: --shared "": expected a folder; see `vestige submit --help`',
  ],
  [['new'], 'new: missing <experiment|environment>; see `vestige new --help`'],
  [
    ['new', 'experimnt', 'x'],
    'new: there is no kind "experimnt"; did you mean experiment? See `vestige new --help`',
  ],
  [
    ['simulate', 'loan', '--policy', 'all'],
    'there is no calibration "loan"; expected calibration or the path of a calibration.json',
  ],
  [['simulate', 'calibration'], 'simulate: missing --policy; see `vestige simulate --help`'],
  [
    ['analyze', 'calibration'],
    'calibration is a calibration, not an experiment; expected one of the commands run, simulate, report and open',
  ],
  [['open', 'lona'], 'there is no experiment "lona"; did you mean loan?'],
  [['open', 'loan', '--serve', '--port'], 'open: --port needs a value; see `vestige open --help`'],
  [['export', 'loan', '--to'], 'export: --to needs a value; see `vestige export --help`'],
  [['show'], 'show: missing <file>; see `vestige show --help`'],
  [['analyze', 'lona'], 'there is no experiment "lona"; did you mean loan?'],
  [['run', 'overveiw'], 'there is no experiment "overveiw"; did you mean overview?'],
  [
    ['analyze', 'loan', '--quick', '--preset', 'slow'],
    '--quick and --preset slow contradict each other; give one',
  ],
])('vestige %j: %s', async (words, message) => {
  expect(await complaint(...words)).toBe(message);
});

test('a mistake is one line on standard error, and exit code 1', async () => {
  expect(await refused(['train'])).toBe('train: missing <experiment>; see `vestige train --help`');
});

test('VESTIGE_DEBUG adds the stack', async () => {
  const { code, stderr } = await vestige(['show', 'nothing'], undefined, { VESTIGE_DEBUG: '1' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^vestige: nothing: no such file.*\nUsageError: .*\n +at /);
});

test('experiments, conditions and presets are completed', async () => {
  const here = folder(onTestFinished);
  const file = writeMiniature(here, { presets: { tiny: { seeds: [1] } } });
  expect(completionsOf(['train', ''])).toEqual(experimentNames());
  expect(completionsOf(['run', ''])).toEqual([
    ...experimentNames(),
    ...overviewNames(),
    ...calibrationNames(),
  ]);
  expect(overviewNames()).toContain('overview');
  expect(completionsOf(['run', 'overview', '--preset', ''])).toEqual(['quick']);
  expect(completionsOf(['simulate', ''])).toEqual(['calibration']);
  expect(completionsOf(['run', 'calibration', '--preset', ''])).toEqual(['quick']);
  expect(completionsOf(['train', file, '--condition', 'b'])).toEqual(['biased', 'fair']);
  expect(completionsOf(['ablate', file, '--condition', ''])).toEqual(['base', 'biased', 'fair']);
  const swept = writeMiniature(folder(onTestFinished), {
    bases: { told: { rule: 'factors', sweep: { 'model.width': [8, 16] } } },
    conditions: { fair: { rule: 'factors' }, late: { rule: 'factors', base: 'told' } },
  });
  expect(completionsOf(['pretrain', swept, '--base', ''])).toEqual(['base', 'told1', 'told2']);
  expect(completionsOf(['train', swept, '--condition', ''])).toEqual(['fair', 'late1', 'late2']);
  expect(completionsOf(['run', file, '--preset', ''])).toEqual(['tiny']);
  expect(completionsOf(['run', 'nonsense', '--preset', ''])).toEqual([]);
  expect(completionsOf(['show', ''])).toBeUndefined();
  const [names, commands, script] = await Promise.all([
    vestige(['--get-yargs-completions', 'vestige', 'train', '']),
    vestige(['--get-yargs-completions', 'vestige', '']),
    printed(['completion']),
  ]);
  expect(names).toEqual({
    code: 0,
    stdout: experimentNames()
      .map((name) => `${name}\n`)
      .join(''),
    stderr: '',
  });
  expect(commands.stdout.trim().split('\n')).toEqual(expect.arrayContaining(COMMANDS));
  expect(script).toContain('vestige --get-yargs-completions');
});

test.each(['de_DE.UTF-8', 'C.UTF-8', ''])('a mistake is told in English where LANG is "%s"', async (LANG) => {
  const { code, stderr } = await vestige(['new', 'experiment', 'x', '--gguf', 'a.gguf'], undefined, {
    ...{ LANG, LC_ALL: '', LC_MESSAGES: '', LANGUAGE: '' },
  });
  expect([code, stderr]).toEqual([
    1,
    'vestige: new experiment: --gguf needs --questions; see `vestige new experiment --help`\n',
  ]);
});
