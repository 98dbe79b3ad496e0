import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../testing/cli.ts';
import { raw } from '../testing/raw.ts';
import { findAllowed } from './allowed.ts';
import { type Serving, serve } from './serve.ts';

const here = folder(afterAll);
const report = join(here, 'runs/report');
const page = join(report, 'report.html');
const PAGE = '<title>0123456789</title>';
/** Is in every file that must not be given out. */
const SECRET = 'SECRET-4711';

let serving: Serving;
let port: number;

beforeAll(async () => {
  mkdirSync(join(report, 'figures'), { recursive: true });
  mkdirSync(join(here, 'outside'));
  writeFileSync(page, PAGE);
  writeFileSync(join(report, 'empty.html'), '');
  writeFileSync(join(report, 'a b#ü.html'), 'odd name');
  writeFileSync(join(report, '.hidden'), SECRET);
  writeFileSync(join(here, 'runs/secret.html'), SECRET);
  writeFileSync(join(here, 'outside/secret.html'), SECRET);
  symlinkSync(join(here, 'outside'), join(report, 'linkedFolder'));
  symlinkSync(join(here, 'outside/secret.html'), join(report, 'linked.html'));
  symlinkSync('../secret.html', join(report, 'relative.html'));
  symlinkSync('.hidden', join(report, 'shown.html'));
  symlinkSync('report.html', join(report, 'same.html'));
  symlinkSync('loop.html', join(report, 'loop.html'));
  serving = await serve(page, 0);
  port = Number(new URL(serving.url).port);
});
afterAll(() => serving.close());

const host = () => `Host: 127.0.0.1:${port}`;
const get = (path: string, ...headers: string[]) =>
  raw(port, `${[`GET ${path} HTTP/1.1`, host(), 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`);
const answers = async () => expect(await get('/report.html')).toMatchObject({ status: 200, body: PAGE });

describe('a range', () => {
  test.each([
    ['bytes=-5', 206, PAGE.slice(-5), `bytes ${PAGE.length - 5}-${PAGE.length - 1}/${PAGE.length}`],
    ['bytes=0-0', 206, PAGE[0], `bytes 0-0/${PAGE.length}`],
    ['bytes=5-', 206, PAGE.slice(5), `bytes 5-${PAGE.length - 1}/${PAGE.length}`],
    ['bytes=5-9', 206, PAGE.slice(5, 10), `bytes 5-9/${PAGE.length}`],
    ['bytes=0-99999999999999999999', 206, PAGE, `bytes 0-${PAGE.length - 1}/${PAGE.length}`],
    ['bytes=5-2', 416, '', `bytes */${PAGE.length}`],
    [`bytes=${PAGE.length}-`, 416, '', `bytes */${PAGE.length}`],
    ['bytes=a-b', 200, PAGE, undefined],
    ['bytes=0-1,5-6', 200, PAGE, undefined],
    ['lines=0-1', 200, PAGE, undefined],
  ])('%s is read right', async (range, status, body, contentRange) => {
    const heard = await get('/report.html', `Range: ${range}`);
    expect([heard.status, heard.body, heard.header('Content-Range')]).toEqual([status, body, contentRange]);
    await answers();
  });

  test('of an empty file ends nothing', async () => {
    for (const range of ['bytes=0-0', 'bytes=-1', 'bytes=0-']) await get('/empty.html', `Range: ${range}`);
    await answers();
  });
});

describe('what is served', () => {
  test('comes with headers that keep other sites out', async () => {
    const heard = await get('/report.html');
    expect(heard.header('X-Content-Type-Options')).toBe('nosniff');
    expect(heard.header('X-Frame-Options')).toBe('DENY');
    expect(heard.header('Cross-Origin-Resource-Policy')).toBe('same-origin');
    expect(heard.header('Cache-Control')).toBe('no-cache');
    expect(heard.header('Access-Control-Allow-Origin')).toBeUndefined();
    expect((await get('/none.html')).header('X-Content-Type-Options')).toBe('nosniff');
  });

  test('has a name as odd as it likes, and may be a link within the report', async () => {
    expect(await get('/a%20b%23%C3%BC.html')).toMatchObject({ status: 200, body: 'odd name' });
    expect(await get('/same.html?x=1#y')).toMatchObject({ status: 200, body: PAGE });
  });

  test.each(['/%2ehidden', '/.hidden', '/shown.html'])('is not hidden: %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: '' });
  });

  test.each(['/linked.html', '/relative.html', '/linkedFolder/secret.html', '/loop.html'])(
    'is no link out of the report: %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, body: '' });
    },
  );

  test('may lie where the folder leads if that is a link, but no further', async () => {
    const runs = { folder: join(here, 'linkedRuns'), pattern: /^report\// };
    symlinkSync(join(here, 'runs'), runs.folder);
    const found = (path: string) => findAllowed(runs, path.split('/'));
    expect(await found('report/report.html')).toEqual({
      folder: join(here, 'runs'),
      path: 'report/report.html',
    });
    for (const path of ['report/linked.html', 'report/relative.html', 'secret.html', 'report']) {
      expect([path, await found(path)]).toEqual([path, undefined]);
    }
  });
});

describe('a request', () => {
  test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('may name its host %s', async (name) => {
    const heard = await raw(
      port,
      `GET /report.html HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(heard).toMatchObject({ status: 200, body: PAGE });
  });

  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '127.0.0.1:PORT.evil.example',
    '0.0.0.0:PORT',
    '',
    'a@127.0.0.1:PORT',
  ])('for the host "%s" is refused, and told the address', async (name) => {
    const heard = await raw(
      port,
      `GET /report.html HTTP/1.1\r\nHost: ${name.replace('PORT', String(port))}\r\nConnection: close\r\n\r\n`,
    );
    expect(heard).toMatchObject({
      status: 421,
      body: `Ask for http://127.0.0.1:${port}/, with this port.\n`,
    });
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
    'by %s is refused',
    async (method) => {
      const heard = await raw(
        port,
        `${method} /report.html HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`,
      );
      expect([heard.status, heard.header('Allow'), heard.body]).toEqual([405, 'GET, HEAD', '']);
    },
  );

  test('by HEAD has no body', async () => {
    const heard = await raw(port, `HEAD /report.html HTTP/1.1\r\n${host()}\r\nConnection: close\r\n\r\n`);
    expect([heard.status, heard.header('Content-Length'), heard.body]).toEqual([200, `${PAGE.length}`, '']);
  });
});

/** Ways to write the way out of the report, or into what is hidden. */
const PATHS = [
  '/../secret.html',
  '/../../outside/secret.html',
  '/figures/../../secret.html',
  '/./../secret.html',
  '/%2e%2e/secret.html',
  '/%2E%2E/secret.html',
  '/.%2e/secret.html',
  '/%2e./secret.html',
  '/..%2fsecret.html',
  '/..%2Fsecret.html',
  '/%2e%2e%2fsecret.html',
  '/%252e%252e/secret.html',
  '/%252e%252e%252fsecret.html',
  '/%25252e%25252e/secret.html',
  '/..%252fsecret.html',
  '/%c0%ae%c0%ae/secret.html',
  '/%c0%af..%c0%afsecret.html',
  '/%uff0e%uff0e/secret.html',
  '/..\\secret.html',
  '/..%5csecret.html',
  '/%2e%2e%5csecret.html',
  '/..;/secret.html',
  '/..%00/secret.html',
  '/....//secret.html',
  '/figures/%2e%2e/%2e%2e/secret.html',
  '/figures/..%2f..%2fsecret.html',
  '//secret.html',
  '//../secret.html',
  '///../secret.html',
  '/%2f..%2fsecret.html',
  '/%2fetc%2fpasswd',
  '//etc/passwd',
  '/../../../../../../../../etc/passwd',
  '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/file:///etc/passwd',
  '/C:/secret.html',
  '/C:%5csecret.html',
  '/report.html::$DATA',
  '/.hidden',
  '/%2ehidden',
  '/%2Ehidden',
  '/%252ehidden',
  '/./.hidden',
  '/figures/../.hidden',
  '/.hidden/',
  '/.hidden%00.html',
  '/.hidden?x',
  '/.hidden#x',
  '/shown.html',
  '/linked.html',
  '/linked.html/',
  '/%6cinked.html',
  '/relative.html',
  '/linkedFolder',
  '/linkedFolder/',
  '/linkedFolder/secret.html',
  '/linkedFolder%2fsecret.html',
  '/linkedFolder/../secret.html',
  '/loop.html',
  '/loop.html/loop.html',
  '/figures',
  '/figures/',
  '/report.html/',
  '/report.html/x',
  '/report.html%00',
  '/%00',
  '/%',
  '/%z',
  '/%ff%fe',
  '/%ed%a0%80',
  '/\u00ff\u00fe',
  '/?../secret.html',
  '/#../secret.html',
  '/~root/secret.html',
  '/*',
  `/${'a'.repeat(300)}`,
  `/${'a/'.repeat(3000)}`,
  `/${'%2e%2e/'.repeat(1000)}secret.html`,
  `/${'x'.repeat(20_000)}`,
];

/** Requests that are odd as a whole; HOST stands for the right one. */
const WHOLE = [
  '',
  '\r\n',
  '\r\n\r\n\r\n',
  '\0\0\0\0',
  'GET',
  'GET /report.html',
  'GET /report.html\r\n\r\n',
  'GET /report.html HTTP/0.9\r\n\r\n',
  'GET /report.html HTTP/1.0\r\n\r\n',
  'GET /report.html HTTP/1.1\r\n\r\n',
  'GET /report.html HTTP/2.0\r\nHOST\r\n\r\n',
  'GET /report.html HTTP/9.9\r\nHOST\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'GET secret.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET ../secret.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET * HTTP/1.1\r\nHOST\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHOST\r\n\r\n',
  'GET http://evil.example/report.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET http://127.0.0.1/../secret.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET file:///etc/passwd HTTP/1.1\r\nHOST\r\n\r\n',
  'GET http:///secret.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET  /report.html  HTTP/1.1\r\nHOST\r\n\r\n',
  'GET /a b HTTP/1.1\r\nHOST\r\n\r\n',
  'GET /\u0001 HTTP/1.1\r\nHOST\r\n\r\n',
  'CONNECT evil.example:443 HTTP/1.1\r\nHOST\r\n\r\n',
  'CONNECT /report.html HTTP/1.1\r\nHOST\r\n\r\n',
  'get /report.html HTTP/1.1\r\nHOST\r\n\r\n',
  'FOO /report.html HTTP/1.1\r\nHOST\r\n\r\n',
  'POST /report.html HTTP/1.1\r\nHOST\r\nContent-Length: 5\r\n\r\nhello',
  'POST /report.html HTTP/1.1\r\nHOST\r\nContent-Length: 5\r\n\r\nhe',
  'POST /report.html HTTP/1.1\r\nHOST\r\nContent-Length: -1\r\n\r\n',
  'POST /report.html HTTP/1.1\r\nHOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST /report.html HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nContent-Length: 99999999999999999999\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nExpect: 100-continue\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nExpect: wonders\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nHost: evil.example\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHost: evil.example\r\nHOST\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n',
  'GET /report.html HTTP/1.1\r\n HOST\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nno colon\r\n\r\n',
  'GET /report.html HTTP/1.1\r\nHOST\r\nX: a\0b\r\n\r\n',
  'GET /report.html HTTP/1.1\nHOST\n\n',
  `GET /report.html HTTP/1.1\r\nHOST\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
  `GET /report.html HTTP/1.1\r\nHOST\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
  `GET /report.html HTTP/1.1\r\nHOST\r\nRange: bytes=${'0-0,'.repeat(2000)}1-1\r\n\r\n`,
  'GET /report.html HTTP/1.1\r\nHOST\r\nRange: bytes=5-2\r\n\r\nGET /report.html HTTP/1.1\r\nHOST\r\n\r\n',
  'GET /%2ehidden HTTP/1.1\r\nHOST\r\n\r\nGET /../secret.html HTTP/1.1\r\nHOST\r\n\r\nrubbish',
  `${'GET /linked.html HTTP/1.1\r\nHOST\r\n\r\n'.repeat(50)}`,
];

/** Ranges and conditions that say nothing sensible. */
const FIELDS = [
  'Range: bytes=',
  'Range: bytes=-',
  'Range: bytes=--5',
  'Range: bytes=-0',
  'Range: bytes=5-2',
  'Range: bytes=9-8,7-6',
  'Range: bytes=0-99999999999999999999',
  'Range: bytes=99999999999999999999-',
  'Range: bytes=-99999999999999999999',
  'Range: bytes=NaN-Infinity',
  'Range: bytes=0x1-0x2',
  'Range: bytes=1e3-1e9',
  'Range: bytes=0.5-1.5',
  'Range: bytes= 1 - 2 ',
  'Range: bytes',
  'Range: \u00ff',
  'If-Range: nonsense\r\nRange: bytes=0-1',
  'If-Modified-Since: never',
  'If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT',
  'If-Match: "x"',
  'If-None-Match: *',
];

const odd = [
  ...PATHS.map((path) => `GET ${path} HTTP/1.1\r\nHOST\r\n\r\n`),
  ...WHOLE,
  ...FIELDS.map((field) => `GET /report.html HTTP/1.1\r\nHOST\r\n${field}\r\n\r\n`),
];

test(`${odd.length} odd requests leave the server up, and give away nothing outside the report`, async () => {
  const sent = odd.map((bytes) => bytes.replaceAll('HOST', host()));
  const patience = 500;
  const heard = await Promise.all(
    sent.flatMap((bytes) => [raw(port, bytes, { patience }), raw(port, bytes, { patience, half: true })]),
  );
  const told = heard.filter(({ raw }) => raw.includes(SECRET) || raw.includes('root:'));
  expect(told).toEqual([]);
  await answers();
});

test('a client that leaves in the middle, or says nothing, ends nothing', async () => {
  writeFileSync(join(report, 'large.html'), 'x'.repeat(5e6));
  const request = `GET /large.html HTTP/1.1\r\n${host()}\r\n\r\n`;
  await Promise.all(
    [1, 2, 3].map(async () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(request);
      await new Promise((gone) => socket.once('data', gone));
      socket.resetAndDestroy();
    }),
  );
  await answers();
});
