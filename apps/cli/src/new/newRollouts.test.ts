import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../testing/cli.ts';
import { complaint, said } from '../testing/inProcess.ts';

test('rollouts to try an import on: the same for a seed, over what is there never', async () => {
  const root = folder(onTestFinished);
  const made = (name: string) => join(root, name);
  const size = ['--steps', '3', '--problems', '4', '--group', '2'];
  await said('new', 'rollouts', made('one'), ...size);
  await said('new', 'rollouts', made('same'), ...size);
  await said('new', 'rollouts', made('other'), ...size, '--seed', '1');
  expect(readdirSync(made('one')).sort()).toEqual(['1.jsonl', '2.jsonl', '3.jsonl']);
  const read = (name: string) => readFileSync(join(made(name), '2.jsonl'), 'utf8');
  expect(read('same')).toBe(read('one'));
  expect(read('other')).not.toBe(read('one'));
  const rollouts = read('one')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rollouts).toHaveLength(8);
  for (const { output, gts, accuracy, form, score, step } of rollouts) {
    expect(step).toBe(2);
    expect(output.endsWith(`Answer: ${gts}`)).toBe(accuracy === 1);
    expect(score).toBe(accuracy + form);
    expect(form > 0).toBe(output.includes('I keep to the form.'));
  }
  expect(await complaint('new', 'rollouts', made('one'))).toMatch(/exists already/);
});
