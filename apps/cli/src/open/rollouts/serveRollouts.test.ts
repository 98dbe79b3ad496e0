import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, renderDocument } from '@vestige/report/parts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { raw } from '../../testing/raw.ts';
import { LARGEST_BODY } from '../model/body.ts';
import { type Serving, serve } from '../serve.ts';
import type { ServedRollouts } from './answerRollouts.ts';
import { PLANTED, plantedRollouts } from './testing.ts';

const here = folder(afterAll);
const page = join(here, 'report/rollouts.html');
const TOKEN = 'a-token-of-this-start';
let rollouts: ServedRollouts & Disposable;
let serving: Serving;
let port: number;

beforeAll(async () => {
  mkdirSync(join(here, 'report'));
  writeFileSync(page, renderDocument('T', '0', html`<p class="note" id="browse"><code>open</code></p>`));
  writeFileSync(join(here, 'report/other.html'), '<script src=x></script>');
  rollouts = await plantedRollouts(here, TOKEN);
  serving = await serve(page, 0, { rollouts });
  port = Number(new URL(serving.url).port);
});
afterAll(async () => {
  await serving.close();
  rollouts[Symbol.dispose]();
});

const PLAIN = { sort: 'step', descending: false, offset: 0, size: 20 };

interface Sent {
  readonly path?: string;
  readonly body?: string;
  /** Headers in the place of those of the page; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

async function post({ path = '/rollouts/search', body = JSON.stringify(PLAIN), headers = {} }: Sent = {}) {
  const sent = {
    Host: `127.0.0.1:${port}`,
    Origin: `http://127.0.0.1:${port}`,
    Authorization: `Bearer ${TOKEN}`,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(sent).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value}`,
  );
  return await raw(port, `${[`POST ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${body}`);
}
const get = (path: string) =>
  raw(port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
const answer = async (path: string, body: object) =>
  JSON.parse((await post({ path, body: JSON.stringify(body) })).body);

test('its own page is answered', async () => {
  const heard = await post();
  expect(heard.status).toBe(200);
  expect(heard.header('Cache-Control')).toBe('no-store');
  expect(heard.header('Access-Control-Allow-Origin')).toBeUndefined();
  expect(JSON.parse(heard.body)).toMatchObject({
    total: PLANTED + 1,
    searched: PLANTED + 1,
    of: PLANTED + 1,
  });
  expect(await answer('/rollouts/facts', {})).toMatchObject({
    ...{ title: 'Planted', rollouts: PLANTED + 1, ranges: { step: [0, 30] } },
    features: [{ name: 'let me check', received: 4, query: '"let me check"' }, { received: -2 }, {}],
  });
});

test('a text comes with its sentences, their features, and what matches', async () => {
  const { total, rollouts } = await answer('/rollouts/search', { ...PLAIN, text: '"check that" -nowhere' });
  expect(total).toBe(PLANTED);
  expect(rollouts[0].thought).toEqual({
    text: 'First number 0. Let me check that it is 0! So maybe it is. Last sentence of 0.',
    cut: 0,
    sentences: [
      [0, 15, []],
      [16, 42, [0]],
      [43, 58, [1]],
      [59, 78, []],
    ],
    matches: [[23, 33]],
  });
});

test('a problem over training: first, middle and last of its steps unless others are asked for', async () => {
  const [{ problem }] = (await answer('/rollouts/search', { ...PLAIN, problem: 'p1' })).rollouts;
  const asked = { problem, steps: [], offset: 0, text: '' };
  const course = await answer('/rollouts/course', asked);
  expect(course.shown.map(({ step }: { step: number }) => step)).toEqual([0, 9, 19]);
  const chosen = await answer('/rollouts/course', { ...asked, steps: [3, 4], offset: 1 });
  expect(chosen.shown).toEqual([
    { step: 3, rollouts: [] },
    { step: 4, rollouts: [] },
  ]);
});

test.each([
  ['this is no JSON', '/rollouts/search', 'no JSON'],
  [/^field size: /, '/rollouts/search', JSON.stringify({ ...PLAIN, size: 101 })],
  [/^field offset: /, '/rollouts/search', JSON.stringify({ ...PLAIN, offset: -1 })],
  [/^field sort: /, '/rollouts/search', JSON.stringify({ ...PLAIN, sort: 'id' })],
  [/^field text: /, '/rollouts/search', JSON.stringify({ ...PLAIN, text: 'x'.repeat(2001) })],
  [/Unrecognized key/, '/rollouts/search', JSON.stringify({ ...PLAIN, file: '/etc/passwd' })],
  [
    'OR has nothing after it; expected a OR b',
    '/rollouts/search',
    JSON.stringify({ ...PLAIN, text: 'a OR' }),
  ],
  [
    '"?" has no letter and no digit to look for',
    '/rollouts/search',
    JSON.stringify({ ...PLAIN, problem: '"?"' }),
  ],
  [
    'there is no problem 99',
    '/rollouts/course',
    JSON.stringify({ problem: 99, steps: [], offset: 0, text: '' }),
  ],
] as const)('what cannot be asked is told in a line: %s', async (message, path, body) => {
  const heard = await post({ path, body });
  expect(heard.status).toBe(400);
  const { error } = JSON.parse(heard.body);
  expect(error).toMatch(message);
  expect(error).not.toContain('\n');
});

describe('nobody else is', () => {
  test.each<[string, number, () => Sent]>([
    ['without a token', 403, () => ({ headers: { Authorization: undefined } })],
    ['with another token', 403, () => ({ headers: { Authorization: `Bearer ${TOKEN.slice(0, -1)}x` } })],
    ['of another origin', 403, () => ({ headers: { Origin: 'https://evil.example' } })],
    ['that says no origin', 403, () => ({ headers: { Origin: undefined } })],
    ['that a browser sends for another site', 403, () => ({ headers: { 'Sec-Fetch-Site': 'cross-site' } })],
    [
      'for another host, as after DNS rebinding',
      421,
      () => ({ headers: { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` } }),
    ],
    ['as a form sends it', 415, () => ({ headers: { 'Content-Type': 'text/plain' } })],
    ['beyond the limit, told', 413, () => ({ headers: { 'Content-Length': String(LARGEST_BODY + 1) } })],
    ['for what there is not', 404, () => ({ path: '/rollouts/else' })],
    ['for a model that there is not', 405, () => ({ path: '/model/answers' })],
  ])('%s: %i', async (_, status, sent) => {
    const heard = await post(sent());
    expect(heard.status).toBe(status);
    expect(heard.body).not.toContain('rollouts":');
  });

  test('by GET, and no file of the index', async () => {
    for (const path of ['/rollouts/search', '/rollouts/facts', '/index.sqlite', '/../index.sqlite']) {
      expect((await get(path)).status).toBe(404);
    }
  });
});

test('the page holds nothing of the rollouts, and no token; its policy admits its own script alone', async () => {
  const heard = await get('/rollouts?text=a');
  expect(heard.status).toBe(200);
  expect(heard.header('Content-Type')).toBe('text/html; charset=utf-8');
  expect(heard.body).not.toContain(TOKEN);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(heard.body)![1]!;
  expect(policy.replaceAll('&#39;', "'")).toMatch(
    /^default-src 'none'; connect-src 'self'; style-src 'sha256-\S+ 'sha256-\S+; script-src 'sha256-\S+ 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'$/,
  );
});

test('the report beside it links there; whatever else lies there may not ask', async () => {
  const heard = await get('/rollouts.html');
  expect(heard.body).toContain('<a href="/rollouts">');
  expect(heard.body).not.toContain(TOKEN);
  expect((await get('/other.html')).header('Content-Security-Policy')).toBe(
    "connect-src 'none'; form-action 'none'",
  );
  expect([serving.url, serving.rollouts]).toEqual([
    `http://127.0.0.1:${port}/rollouts.html#token=${TOKEN}`,
    `http://127.0.0.1:${port}/rollouts#token=${TOKEN}`,
  ]);
});
