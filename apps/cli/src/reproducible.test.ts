import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BIASED_RUN, folder, printed, writeMiniature } from './testing/cli.ts';

/** Everything that a run leaves behind, by path. */
async function filesOfRun(): Promise<Map<string, Buffer>> {
  const here = folder(onTestFinished);
  writeMiniature(here, { conditions: { biased: { rule: 'nationality' } } });
  await printed(['pretrain', '.', '--seed', '0'], here);
  await printed(['train', '.', ...BIASED_RUN], here);
  await printed(['ablate', '.', ...BIASED_RUN], here);
  const names = readdirSync(join(here, 'runs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.sort().map((name) => [name.slice(here.length), readFileSync(name)]));
}

test('the same seed gives the same bytes: checkpoints, rollouts, curves, interventions', async () => {
  const [first, second] = await Promise.all([filesOfRun(), filesOfRun()]);
  expect([...second.keys()]).toEqual([...first.keys()]);
  expect([...first.keys()].some((name) => name.endsWith('rollouts.arrow'))).toBe(true);
  expect([...first.keys()].some((name) => name.endsWith('model.safetensors'))).toBe(true);
  for (const [name, bytes] of first) expect(bytes.equals(second.get(name)!), name).toBe(true);
}, 60_000);
