import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandFor } from './command.ts';

test('plain words stand in double quotes', () => {
  expect(commandFor('runs/step-0060', 'nationality1 income2', '')).toBe(
    'npx vestige sample runs/step-0060 --prompt "nationality1 income2" --cot "" --logits',
  );
});

test.skipIf(process.platform === 'win32')('a shell gets the very words, whatever they are', () => {
  const hostile = ['it\'s $(date) `id` "x" \\ !!', '<hack> & ; | *', 'a  b'];
  const command = commandFor(hostile[0]!, hostile[1]!, hostile[2]!).replace(/^npx vestige/, 'printf "%s\\n"');
  const words = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(words).toEqual(['sample', hostile[0], '--prompt', hostile[1], '--cot', hostile[2], '--logits']);
});
