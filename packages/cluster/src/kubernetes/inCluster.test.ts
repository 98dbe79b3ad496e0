import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { jobsInCluster } from './inCluster.ts';

/** An API that notes what it is asked, and has the Job `a` alone. */
async function api() {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push([request.method, request.url, request.headers.authorization, body].join(' '));
    const status = request.url!.endsWith('/a') ? 200 : request.url!.endsWith('/b') ? 404 : 500;
    response.writeHead(status).end(JSON.stringify({ metadata: { name: 'a' }, spec: {} }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vestige-account-')));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true });
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  writeFileSync(join(folder, 'token'), 'first\n');
  writeFileSync(join(folder, 'namespace'), 'lab');
  return { asked, folder, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a pod asks for its Jobs by name, with the token as it is now; those that are gone are passed over', async () => {
  const { asked, folder, url } = await api();
  const jobs = jobsInCluster(['a', 'b'], { api: url, folder });
  expect((await jobs.all()).map(({ metadata }) => metadata.name)).toEqual(['a']);
  writeFileSync(join(folder, 'token'), 'second\n');
  await jobs.resume('a');
  const path = '/apis/batch/v1/namespaces/lab/jobs';
  expect(asked).toEqual([
    `GET ${path}/a Bearer first `,
    `GET ${path}/b Bearer first `,
    `PATCH ${path}/a Bearer second {"spec":{"suspend":false}}`,
  ]);
});

test('what the API fails with is told', async () => {
  const { folder, url } = await api();
  await expect(jobsInCluster(['c'], { api: url, folder }).all()).rejects.toThrow(/jobs\/c: 500 /);
});
