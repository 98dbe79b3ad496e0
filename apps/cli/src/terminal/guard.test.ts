import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTableWriter, rolloutColumns } from '@vestige/rollouts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder, vestige, writeMiniature } from '../testing/cli.ts';
import { guarded, oneLine, styled, unguarded } from './guard.ts';

/** Clears the screen, hides text, rings, returns, turns the direction, hides itself; C1 and tags too. */
const HOSTILE = 'a\x1b[2J\x1b[8mb\x07c\rd\x08e\u202ef\u2066g\u200bh\x9b31mi\x7fj\u{e0041}k\ttrail';
const SHOWN = String.raw`a\u001b[2J\u001b[8mb\u0007c\u000dd\u0008e\u202ef\u2066g\u200bh\u009b31mi\u007fj\udb40\udc41k\u0009trail`;
const here = folder(afterAll);
const report = join(here, 'runs/report');
const table = join(here, 'rollouts.arrow');

beforeAll(async () => {
  writeMiniature(here, {
    title: `Title ${HOSTILE}`,
    checks: [{ condition: 'fair', estimator: 'accuracy.own', atLeast: 0.5 }],
  });
  mkdirSync(report, { recursive: true });
  const estimate = { mean: 0.95, low: 0.9, high: 0.97, bySeed: {} };
  const metrics = {
    experiment: `name ${HOSTILE}`,
    settings: { [`key ${HOSTILE}`]: HOSTILE },
    conditions: {
      fair: {
        verdict: 'vestigial',
        estimates: { 'accuracy.own': estimate, [HOSTILE]: estimate },
        absent: {},
      },
      [HOSTILE]: { verdict: HOSTILE, estimates: {}, absent: {} },
    },
    contrasts: [],
    families: {},
  };
  writeFileSync(join(report, 'metrics.json'), JSON.stringify(metrics));
  writeFileSync(join(here, 'other.json'), JSON.stringify({ ...metrics, settings: {}, experiment: 'other' }));
  const writer = openTableWriter(table, rolloutColumns, {
    table: 'rollouts',
    condition: `condition ${HOSTILE}`,
    backend: HOSTILE,
    experiment: { environment: { kind: HOSTILE, [HOSTILE]: 1 }, condition: { rule: 'two\nlines' } },
    vocabulary: [HOSTILE],
  });
  await writer.close();
});

const COMMANDS: readonly (readonly string[])[] = [
  ['show', table],
  ['show', table, '--json'],
  ['show', `none${HOSTILE}.arrow`],
  ['sample', HOSTILE],
  ['compare', report, 'other.json'],
  ['compare', report, 'other.json', '--markdown'],
  ['compare', report, 'other.json', '--json'],
  ['check', '.'],
  ['list', HOSTILE],
  ['run', '.'],
  ['export', '.'],
  ['open', HOSTILE],
  ['new', 'experiment', HOSTILE],
  ['doctor', HOSTILE],
  [HOSTILE],
];

/** What each command printed. */
let printed: readonly string[];
beforeAll(async () => {
  const env = { ...process.env, FORCE_COLOR: '1', npm_command: '' };
  const script = fileURLToPath(new URL('../testing/guardedCommands.ts', import.meta.url));
  const words = JSON.stringify(COMMANDS);
  const child = spawnSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, script, words], {
    cwd: here,
    env,
  });
  printed = child.stdout.toString().split('%%%\n').slice(0, -1);
}, 60_000);

// biome-ignore lint/suspicious/noControlCharactersInRegex: our own styles begin with one.
const STYLES = /\x1b\[(1|2|22|3\d)m/g;

test.each(COMMANDS.map((words, i) => [words.join(' ').replaceAll(HOSTILE, 'HOSTILE'), i] as const))(
  '`vestige %s` obeys nothing that comes from a file or an argument',
  (_, i) => {
    expect(printed[i]!.length).toBeGreaterThan(20);
    expect(printed[i]!.replaceAll(STYLES, '')).not.toMatch(
      /(?!\n)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u,
    );
  },
);

test('neither does the command itself', async () => {
  const { stdout, stderr } = await vestige([HOSTILE], here);
  expect([stdout, stderr]).toEqual(['', expect.stringContaining(SHOWN.slice(0, SHOWN.indexOf('c')))]);
});

test('what is hostile is shown, in our own styles where there are some', () => {
  const [shown, json, missing] = printed;
  expect(shown).toContain('\x1b[1mrollouts.arrow\x1b[22m');
  expect(shown).toContain(`  ${SHOWN}`);
  expect(shown).toContain(String.raw`two\u000alines`);
  expect(JSON.parse(json!).provenance.vocabulary).toEqual([HOSTILE]);
  expect(missing).toContain(`none${SHOWN}.arrow: no such file`);
});

test('styles are ours alone', () => {
  const bold = styled('bold', 'x');
  expect(guarded(bold)).toBe(process.stdout.isTTY ? '\x1b[1mx\x1b[22m' : 'x');
  expect(guarded('\x1b[1mx')).toBe(String.raw`\u001b[1mx`);
  expect(oneLine('a\nb\r')).toBe(String.raw`a\u000ab\u000d`);
  expect(oneLine(oneLine(HOSTILE))).toBe(SHOWN);
});

test('a stream that is not guarded is itself', () => {
  expect(unguarded(process.stdout)).toBe(process.stdout);
});
