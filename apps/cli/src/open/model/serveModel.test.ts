import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, renderDocument } from '@vestige/report/parts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { raw } from '../../testing/raw.ts';
import { type Serving, serve } from '../serve.ts';
import { LARGEST_BODY } from './body.ts';
import { planted } from './testing.ts';

const here = folder(afterAll);
const page = join(here, 'report.html');
const TOKEN = 'a-token-of-this-start';
const { playground, log } = planted();
let serving: Serving;
let port: number;

beforeAll(async () => {
  writeFileSync(
    page,
    renderDocument('T', '0', html`<p>Body, and &lt;title>.</p>`, { style: '', script: '1', blocks: {} }),
  );
  mkdirSync(join(here, 'figures'));
  writeFileSync(join(here, 'other.html'), '<script src=x></script>');
  serving = await serve(page, 0, { model: { playground, token: TOKEN } });
  port = Number(new URL(serving.url).port);
});
afterAll(() => serving.close());

const BODY = JSON.stringify({ condition: 'a', question: 'known?', thought: 'One.' });

interface Sent {
  readonly path?: string;
  readonly body?: string;
  /** Headers in the place of those of the page; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

async function post({ path = '/model/answers', body = BODY, headers = {} }: Sent = {}) {
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

test('its own page is answered', async () => {
  const heard = await post();
  expect(heard.status).toBe(200);
  expect(JSON.parse(heard.body)).toMatchObject({ answers: ['yes', 'no'], candidates: ['yes', 'no'] });
  expect(heard.header('Cache-Control')).toBe('no-store');
  expect(heard.header('Access-Control-Allow-Origin')).toBeUndefined();
  const written = await post({ path: '/model/thought' });
  expect(written.status).toBe(200);
  expect(written.body).toContain('{"written":{"thought":"One. More.","answer":"yes"');
  const local = `localhost:${port}`;
  expect((await post({ headers: { Host: local, Origin: `http://${local}` } })).status).toBe(200);
});

describe('nobody else is', () => {
  test.each<[string, number, () => Sent]>([
    ['without a token', 403, () => ({ headers: { Authorization: undefined } })],
    ['with another token', 403, () => ({ headers: { Authorization: `Bearer ${TOKEN.slice(0, -1)}x` } })],
    ['with a beginning of it', 403, () => ({ headers: { Authorization: `Bearer ${TOKEN.slice(0, 5)}` } })],
    [
      'with the token elsewhere',
      403,
      () => ({
        ...{ path: `/model/answers?model=${TOKEN}`, headers: { Authorization: undefined } },
      }),
    ],
    ['of another origin', 403, () => ({ headers: { Origin: 'https://evil.example' } })],
    ['of another port', 403, () => ({ headers: { Origin: 'http://127.0.0.1:1' } })],
    ['by another name of this machine', 403, () => ({ headers: { Origin: `http://localhost:${port}` } })],
    ['of another scheme', 403, () => ({ headers: { Origin: `https://127.0.0.1:${port}` } })],
    ['of no origin', 403, () => ({ headers: { Origin: 'null' } })],
    ['that says no origin', 403, () => ({ headers: { Origin: undefined } })],
    ['that a browser sends for another site', 403, () => ({ headers: { 'Sec-Fetch-Site': 'cross-site' } })],
    [
      'for another host, as after DNS rebinding',
      421,
      () => ({
        headers: { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` },
      }),
    ],
    ['as a form sends it', 415, () => ({ headers: { 'Content-Type': 'text/plain' } })],
    ['beyond the limit, told', 413, () => ({ headers: { 'Content-Length': String(LARGEST_BODY + 1) } })],
    [
      'beyond the limit, in pieces',
      413,
      () => ({
        body: `${(LARGEST_BODY + 1).toString(16)}\r\n${'x'.repeat(LARGEST_BODY + 1)}\r\n0\r\n\r\n`,
        headers: { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' },
      }),
    ],
    ['elsewhere', 405, () => ({ path: '/report.html' })],
    ['for what there is not', 404, () => ({ path: '/model/else' })],
  ])('%s: %i', async (_, status, sent) => {
    const before = log.length;
    expect((await post(sent())).status).toBe(status);
    expect(log).toHaveLength(before);
  });

  test.each(['OPTIONS', 'GET', 'PUT'])('by %s', async (method) => {
    const request = `${method} /model/answers HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    const heard = await raw(port, request);
    expect(heard.status).toBe(method === 'GET' ? 404 : 405);
    expect(heard.header('Access-Control-Allow-Origin')).toBeUndefined();
  });
});

test.each([
  ['{', 'this is no JSON'],
  ['[]', /expected object/],
  ['{"condition":"a","question":"","thought":""}', /^field question: /],
  ['{"condition":"a","question":"q","thought":1}', /^field thought: /],
  ['{"condition":"a","question":"q","thought":"","else":1}', /Unrecognized key/],
  ['{"condition":"a","question":"q","thought":"","candidates":[]}', /^field candidates: /],
  ['{"condition":"c","question":"q","thought":""}', 'condition "c" is unknown; expected one of a, b'],
])('what is wrong with %s is told', async (body, message) => {
  const heard = await post({ body });
  expect(heard.status).toBe(400);
  expect(JSON.parse(heard.body).error).toMatch(message);
});

describe('the page', () => {
  const get = (path: string, ...headers: string[]) =>
    raw(
      port,
      `${[`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`,
    );

  test('may connect to its own origin, and knows that it is answered; its file may not', async () => {
    const { status, body } = await get('/report.html');
    expect(status).toBe(200);
    expect(body).toContain('default-src &#39;none&#39;; connect-src &#39;self&#39;; style-src');
    expect(body).toContain('<meta name="vestige-model"');
    expect(body).not.toContain(TOKEN);
    expect(serving.url).toBe(`http://127.0.0.1:${port}/report.html#model=${TOKEN}`);
  });

  test('alone may: whatever else lies there has the same origin', async () => {
    const { status, body, header } = await get('/other.html');
    expect([status, body]).toEqual([200, '<script src=x></script>']);
    expect(header('Content-Security-Policy')).toBe("connect-src 'none'; form-action 'none'");
  });
});
