import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FOLDER_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folder, printed, vestige } from '../testing/cli.ts';
import { complaint } from '../testing/inProcess.ts';

/** Starts `vestige cache serve`; what it says to do, and how to end it as Ctrl-C does. */
async function served(...words: string[]) {
  const program = join(import.meta.dirname, '../vestige.js');
  const child = spawn(process.execPath, [program, 'cache', 'serve', '--port', '0', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (line === 'Ctrl-C ends it.') break;
  }
  const [, url] = new RegExp(`export ${SERVER_VARIABLE}=(.*)`).exec(told.join('\n'))!;
  const [, token] = new RegExp(`export ${TOKEN_VARIABLE}=(.*)`).exec(told.join('\n'))!;
  return {
    told: told.join('\n'),
    url: url!,
    token: token!,
    async end() {
      child.kill('SIGINT');
      const [code] = await once(child, 'exit');
      return code as number;
    },
  };
}

const put = (url: string, token: string) =>
  fetch(`${url}/v1/cache/1`, { method: 'PUT', body: 'x', headers: { authorization: `Bearer ${token}` } });

test('a server says how to use it, with a token that holds until it ends', async () => {
  const { told, url, token, end } = await served('--dir', folder(onTestFinished));
  expect(told).toContain('The token holds until the server ends');
  expect((await put(url, token)).status).toBe(200);
  expect((await put(url, `${token}x`)).status).toBe(401);
  expect(await end()).toBe(0);
});

test('tokens are made for a server, and a read-only one may not write', async () => {
  const here = folder(onTestFinished);
  const file = join(here, 'tokens.json');
  const made = async (...words: string[]) =>
    new RegExp(`${TOKEN_VARIABLE}=(\\S+)`).exec(
      await printed(['cache', 'token', ...words, '--tokens', file]),
    )![1]!;
  const ci = await made('ci');
  const reader = await made('reader', '--read-only');
  const { told, url, end } = await served(
    '--dir',
    join(here, 'entries'),
    '--tokens',
    file,
    '--largest',
    '10B',
  );
  expect(told).toContain(`${TOKEN_VARIABLE}=<a token of ${file}>`);
  expect((await put(url, reader)).status).toBe(403);
  expect((await put(url, ci)).status).toBe(200);
  expect(await printed(['cache', 'token', 'ci', '--revoke', '--tokens', file])).toContain('ci is revoked');
  expect(await end()).toBe(0);
});

test.each([
  [['serve'], 'cache serve: expected one of --dir and --s3; see `vestige cache serve --help`'],
  [
    ['serve', '--dir', 'a', '--s3', 's3://bucket'],
    'cache serve: expected one of --dir and --s3; see `vestige cache serve --help`',
  ],
  [['serve', '--s3', 'bucket'], '--s3 bucket: expected s3://BUCKET/PREFIX'],
  [
    ['audit', 'nothing'],
    `cache audit: expected the address of the shared cache in ${SERVER_VARIABLE}, or its folder in ${FOLDER_VARIABLE}`,
  ],
])('vestige cache %j is refused', async (words, message) => {
  expect(await complaint('cache', ...words)).toBe(message);
});

test('an audit of an address that is none names it', async () => {
  vi.stubEnv(SERVER_VARIABLE, 'cache');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await complaint('cache', 'audit', 'loan')).toBe(
    'shared cache cache: it has no address of http or https',
  );
});

test('a port in use is told', async () => {
  const { url } = await served('--dir', folder(onTestFinished));
  const { port } = new URL(url);
  const { code, stderr } = await vestige(['cache', 'serve', '--dir', folder(onTestFinished), '--port', port]);
  expect([code, stderr]).toEqual([1, `vestige: --port ${port}: in use; give another, or 0\n`]);
});
