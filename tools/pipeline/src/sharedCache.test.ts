import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { entriesIn, poison, type Served, served, WRITING_SECRET } from '@vestige/cache/testing';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { FILE } from './testing/fixture.ts';
import { copyWorkspace } from './testing/workspace.ts';

// The real stages on a tiny experiment, in copies of the workspace that share a cache. The tests run in order.

vi.setConfig({ testTimeout: 300_000 });

const { presets: _, ...TINY } = FILE;

const ends: (() => Promise<void>)[] = [];
let server: Served;
let figures: Map<string, string>;
beforeAll(async () => {
  server = await served((end) => ends.push(end));
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** `vestige run tiny` in a new copy of the workspace: what it told, and the digests of what it made. */
async function runElsewhere(address = server.url) {
  const workspace = copyWorkspace({ [SERVER_VARIABLE]: address, [TOKEN_VARIABLE]: WRITING_SECRET });
  onTestFinished(() => workspace[Symbol.dispose]());
  workspace.writeExperiment(TINY);
  const child = workspace.start('run', 'tiny');
  const [told, complaints] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  expect(complaints).toBe('');
  const runs = join(workspace.root, 'apps/experiments/tiny/runs');
  const files = readdirSync(runs, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name !== 'run.lock')
    .map(({ parentPath, name }) => join(parentPath, name));
  const digests = files.map((file): [string, string] => [
    file.slice(runs.length),
    createHash('sha256').update(readFileSync(file)).digest('hex'),
  ]);
  return { told, figures: new Map(digests.sort()) };
}

test('what one clone made, another takes', async () => {
  const first = await runElsewhere();
  expect(first.told).toMatch(/^shared cache http:\S+: 10 written \(1\.\d+ MB\)$/m);
  const second = await runElsewhere();
  expect(second.told).toMatch(/^shared cache http:\S+: 10 taken \(1\.\d+ MB\)$/m);
  expect(second.told).toContain('from the cache: 10 of the tasks');
  expect(second.figures).toEqual(first.figures);
  figures = first.figures;
});

test('an entry whose files are not those of its manifest is made anew, without the shared cache', async () => {
  const isResult = (path: string) => /tiny\/runs\/.*\/train\/.*\.arrow$/.test(path);
  let poisoned = 0;
  for (const entry of (await entriesIn(server.folder)).values()) {
    if (
      await poison(entry, (path, content) =>
        isResult(path) ? Buffer.concat([content, Buffer.of(0)]) : content,
      )
    ) {
      poisoned++;
    }
  }
  expect(poisoned).toBe(2);
  const { told, figures: found } = await runElsewhere();
  expect(told).toContain('dropped, and made anew');
  expect(found).toEqual(figures);
});
