import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { digestsOf } from '../submission/digests.ts';
import { Refused, runPod } from './runPod.ts';
import type { Recipe } from './submitted.ts';

afterEach(() => void vi.unstubAllEnvs());

/** In the place of the command line: writes down how it was started, and ends as the experiment says. */
const COMMAND = `
import { readFileSync, writeFileSync } from 'node:fs';
const { end } = JSON.parse(readFileSync('apps/experiments/x/experiment.json', 'utf8'));
writeFileSync(process.env.HOME + '/told.json', JSON.stringify({ words: process.argv.slice(2), env: process.env }));
if (typeof end === 'string') process.kill(process.pid, end);
else process.exit(end);
`;

/** An image, what was submitted to it, and the folder that a pod can write to. */
function podOf(end: number | string, changes: Partial<Recipe> = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-pod-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [image, submission, scratch] = ['image', 'submission', 'scratch'].map((name) => join(folder, name));
  const write = (root: string, file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  write(image!, 'package.json', '{"type":"module"}');
  write(image!, 'apps/cli/package.json', '{"name":"@vestige/cli","type":"module"}');
  write(image!, 'apps/cli/src/vestige.js', COMMAND);
  write(image!, 'apps/experiments/x/experiment.json', '{"end":99}');
  write(image!, 'node_modules/some/package.json', '{}');
  const sent = 'files/apps/experiments/x/experiment.json';
  write(submission!, sent, JSON.stringify({ end }));
  const digests = {
    ...digestsOf(image!, ['package.json', 'apps/cli/src/vestige.js']),
    ...digestsOf(join(submission!, 'files'), ['apps/experiments/x/experiment.json']),
  };
  const recipe: Recipe = {
    named: ['apps/experiments/x/experiment.json', '--preset', 'quick'],
    node: process.version,
    environment: { VESTIGE_BACKEND: 'cpu' },
    keys: ['MY_KEY'],
    digests,
    ...changes,
  };
  write(submission!, 'recipe.json', JSON.stringify(recipe));
  write(submission!, 'tasks', 'x-a-s0:train\nx-b-s0:train\n');
  mkdirSync(scratch!);
  vi.stubEnv('TMPDIR', scratch!);
  const env = {
    PATH: process.env.PATH,
    HOME: scratch!,
    MY_KEY: 'key',
    OTHER: 'other',
    VESTIGE_PROGRESS: '/progress',
    VESTIGE_BACKEND: 'wasm',
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://cache',
  };
  const run = (index: number) => runPod({ image: image!, submission: submission!, index, env });
  return { run, scratch: scratch!, image: image! };
}

test('a pod runs the task of its index, as it was submitted, with what its task needs', async () => {
  const { run, scratch } = podOf(0);
  expect(await run(1)).toBe(0);
  const { words, env } = (await import(join(scratch, 'told.json'), { with: { type: 'json' } })).default;
  expect(words).toEqual([
    ...['task', 'apps/experiments/x/experiment.json', '--preset', 'quick', '--task', 'x-b-s0:train'],
  ]);
  expect(env).toMatchObject({
    MY_KEY: 'key',
    VESTIGE_PROGRESS: '/progress',
    VESTIGE_BACKEND: 'cpu',
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://cache',
    NX_CACHE_DIRECTORY: join(scratch, 'workspace/.nx/cache'),
  });
});

test.each([
  [3, 3],
  ['SIGKILL', 137],
  ['SIGTERM', 143],
])('a task that ends with %s ends the pod with %i', async (end, code) => {
  expect(await podOf(end).run(0)).toBe(code);
});

test('what was not submitted so is refused, and not tried again', async () => {
  const { run, image } = podOf(0);
  await expect(run(2)).rejects.toThrow('has no task 2');
  writeFileSync(join(image, 'package.json'), '{}');
  const refused = await run(0).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({
    message: 'the image is of another state of the workspace: package.json; build it anew',
    exitCode: 65,
  });
  await expect(podOf(0, { node: 'v1.2.3' }).run(0)).rejects.toThrow(
    `the image has Node ${process.version}, and was submitted to with v1.2.3; build it anew`,
  );
});
