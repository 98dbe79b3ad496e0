import { testServer } from '@vestige/language/testing';
import { expect, test } from 'vitest';
import type { Finding } from './doctor/finding.ts';
import { checkNode } from './doctor/machine.ts';
import { vestige } from './testing/cli.ts';
import { calibrationNames, experimentNames, overviewNames } from './workspace.ts';

test('every check has a line, and the exit code says whether there is a problem', async () => {
  const [words, json] = await Promise.all([vestige(['doctor']), vestige(['doctor', '--json'])]);
  const findings = JSON.parse(json.stdout) as Finding[];
  expect(findings.map(({ check }) => check)).toEqual([
    ...['Node', 'kernels', 'backend', 'tensorflow', 'Nx', 'machine', 'disk'],
    ...experimentNames().map((name) => `experiment ${name}`),
    ...overviewNames().map((name) => `overview ${name}`),
    ...calibrationNames().map((name) => `calibration ${name}`),
  ]);
  for (const { check, status, advice } of findings) {
    expect(words.stdout).toMatch(new RegExp(`^${status} +${check} `, 'm'));
    expect(advice === undefined).toBe(status === 'ok');
  }
  const problems = findings.some(({ status }) => status === 'problem');
  expect([words.code, json.code]).toEqual(problems ? [1, 1] : [0, 0]);
  expect(words.stderr).toBe('');
});

test('a slow backend is warned of', async () => {
  const { stdout } = await vestige(['doctor', '--backend', 'cpu']);
  expect(stdout).toMatch(
    /^warning +backend +cpu loads; kernels composed: far too slow to train with\n +→ use --backend wasm/m,
  );
});

test('a missing backend is a problem', async ({ skip }) => {
  const { code, stdout } = await vestige(['doctor', '--backend', 'tensorflow']);
  if (code === 0) skip('tfjs-node is installed here');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^problem +backend +tensorflow does not load/m);
  expect(stdout).toMatch(/^\d problems?, \d warnings?: mend the problems first\.$/m);
});

test('older and newer versions of Node are warned of', () => {
  expect(checkNode('24.3.0').status).toBe('ok');
  expect(checkNode('22.18.0')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('expected 24'),
  });
  expect(checkNode('26.0.0').status).toBe('warning');
});

test('a server proves what it can, and says why it cannot be asked', async () => {
  await using server = await testServer({ dialect: 'llama.cpp' });
  const doctor = (...words: string[]) => vestige(['doctor', '--endpoint', server.url, ...words]);
  const found = await doctor();
  expect(found.code).toBe(0);
  expect(found.stdout).toMatch(/^proved +token ids +as in llama\.cpp: /m);
  expect(found.stdout.trim().split('\n').at(-1)).toBe(
    'planted: asked through /v1/completions by token ids; thoughts can be given; candidates are scored.',
  );
  const json = await doctor('--json', '--model', 'planted');
  expect(JSON.parse(json.stdout).capabilities).toMatchObject({ route: 'completions', ids: 'llama.cpp' });
  const other = await doctor('--model', 'other');
  expect(other.code).toBe(1);
  expect(other.stdout).toMatch(/^absent +model +no model "other"; listed: "planted"$/m);
  const alone = await vestige(['doctor', '--model', 'planted']);
  expect(alone.stderr).toBe('vestige: doctor: --model names that of a server; expected --endpoint\n');
});
