import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../testing/cli.ts';
import { uncachedBecause } from './links.ts';

test('runs behind a symbolic link are told, with the link', () => {
  const workspace = folder(onTestFinished);
  const [loan, chain] = ['loan', 'chain'].map((name) => join(workspace, 'apps', name));
  mkdirSync(join(loan!, 'runs/quick'), { recursive: true });
  mkdirSync(chain!);
  symlinkSync('../loan/runs', join(chain!, 'runs'));
  const told = (directory: string) => uncachedBecause(directory, workspace);
  expect(told(join(loan!, 'runs/quick'))).toBeUndefined();
  expect(told(join(loan!, 'runs/none/yet'))).toBeUndefined();
  for (const directory of ['runs', 'runs/quick', 'runs/none/yet']) {
    expect(told(join(chain!, directory))).toBe(
      `${join(chain!, 'runs')} is a symbolic link: Nx caches nothing behind it, so every stage runs again`,
    );
  }
});
