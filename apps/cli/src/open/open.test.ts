import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { experimentTask, loadExperiment } from '@vestige/experiment';
import { seal } from '@vestige/manifest/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectedFolder } from '../stages/shared/expected.ts';
import { folder, outcomeOf, start, vestige, writeMiniature } from '../testing/cli.ts';
import { complaint } from '../testing/inProcess.ts';
import { EXPERIMENTS } from '../workspace.ts';
import { findReport, newest } from './findReport.ts';
import { withoutBrowser } from './openInBrowser.ts';
import { serve } from './serve.ts';

const here = folder(afterAll);
const report = join(here, 'runs/report');
const page = join(report, 'report.html');
const named = (name: string) => findReport({ name, preset: undefined, quick: undefined }).page;

beforeAll(() => {
  writeMiniature(here, { presets: { quick: { seeds: [1] }, tiny: { seeds: [2] } } });
  mkdirSync(join(report, 'figures'), { recursive: true });
  writeFileSync(page, '<title>Miniature</title>');
  writeFileSync(join(report, 'figures/battery.png'), 'picture');
  writeFileSync(join(report, '.hidden'), 'secret');
  seal(expectedFolder(experimentTask(loadExperiment(join(here, 'experiment.json')), 'report')));
  writeFileSync(join(here, 'runs/secret.html'), 'secret');
});

/** Asks as it is told to: `fetch` would resolve the dots of a path itself. */
function ask(url: string, path: string): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    get({ port: new URL(url).port, host: '127.0.0.1', path }, (response) => {
      let body = '';
      response.on('data', (data) => {
        body += data;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    }).on('error', reject);
  });
}

describe('a report is found', () => {
  test('by experiment, by its own path and by that of its folder', () => {
    for (const name of [here, join(here, 'experiment.json'), report, page]) expect(named(name)).toBe(page);
  });

  test.each([
    [[join(report, 'other.html')], /other\.html: no such file; expected a page such as report\.html$/],
    [[join(report, 'figures/battery.png')], /not a page; expected a report\.html, or the folder that holds/],
    [[page, '--quick'], /is a report, which has no presets; leave out --quick$/],
    [
      [here, '--quick'],
      /quick\/report\/report\.html: not made yet; `vestige pretrain \S+miniature --quick --seed 1` is the first of 8 commands that make it; there is .*runs\/report\/report\.html$/,
    ],
    [
      [here, '--preset', 'tiny'],
      /not made yet; `vestige pretrain \S+ --preset tiny --seed 2` is the first of 8/,
    ],
    [[here, '--preset', 'none'], /has no preset "none"; it has: quick, tiny$/],
    [[page, '--port', '80'], /^--port goes with --serve; add it$/],
    [[page, '--serve', '--port', '0'], /^open: --port "0": expected a whole number from 1 to 65535; see /],
  ])('or what is wrong is told: %j', async (words, message) => {
    expect(await complaint('open', ...words)).toMatch(message);
  });
});

test('reports are found below a folder whose name looks like a pattern', async () => {
  const odd = join(here, 'proj[v2]{a,b}*');
  const experiment = mkdirAt(odd, 'miniature');
  writeMiniature(experiment, { presets: { quick: { seeds: [1] } } });
  const made = join(mkdirAt(experiment, 'runs/quick/report'), 'report.html');
  writeFileSync(made, '');
  expect(await complaint('open', experiment)).toMatch(
    /not made yet; .*; there is .*runs\/quick\/report\/report\.html$/,
  );
  writeFileSync(join(mkdirAt(odd, 'one/runs/report'), 'report.html'), '');
  expect(newest('quick', odd)).toBe(made);
  expect(newest(undefined, odd)).toMatch(/\/report\/report\.html$/);
});

function mkdirAt(...path: string[]): string {
  mkdirSync(join(...path), { recursive: true });
  return join(...path);
}

describe('a served report', () => {
  test('is there, with its figures, and nothing beside it', async () => {
    const { url, close } = await serve(page, 0);
    onTestFinished(close);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/report\.html$/);
    expect(await ask(url, '/report.html')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: '<title>Miniature</title>',
    });
    expect(await ask(url, '/')).toMatchObject({ status: 302, headers: { location: '/report.html' } });
    expect(await ask(url, '/figures/battery.png')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/png' },
    });
    for (const path of [
      '/../secret.html',
      '/figures/../../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/%2e%2e%2fsecret.html',
      '/..\\secret.html',
      '/.hidden',
      '//',
      `/${join(here, 'runs/secret.html')}`,
    ]) {
      const { status, body } = await ask(url, path);
      expect([path, status, body]).toEqual([path, expect.toSatisfy((code) => code >= 400), '']);
    }
  });

  test('of the workspace comes with the others, to which it can link, and with nothing else of a run', async () => {
    const { url, close } = await serve(join(EXPERIMENTS, 'overview/runs/quick/report/overview.html'), 0);
    onTestFinished(close);
    expect(new URL(url).pathname).toBe('/overview/runs/quick/report/overview.html');
    for (const path of [
      '/loan/experiment.json',
      '/overview/runs/quick/report/../../../overview.json',
      '/overview/runs/quick/report/%2e%2e/%2e%2e/%2e%2e/overview.json',
    ]) {
      expect((await ask(url, path)).status).toBe(404);
    }
  });

  test('is shown as it is now', async () => {
    const { url, close } = await serve(page, 0);
    onTestFinished(close);
    writeFileSync(join(report, 'later.html'), 'later');
    expect(await ask(url, '/later.html')).toMatchObject({ status: 200, body: 'later' });
  });

  test('a port in use is told', async () => {
    const other = await new Promise<Server>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    expect(await complaint('open', page, '--serve', '--port', String(port))).toBe(
      `--port ${port}: in use; give another, or none for one that is free`,
    );
  });

  test('ends on Ctrl-C, without complaint', async () => {
    const child = start(['open', report, '--serve'], here);
    const ended = outcomeOf(child);
    let said = '';
    child.stdout!.on('data', (data) => {
      said += data;
    });
    while (!said.includes('Ctrl-C') && child.exitCode === null) await setTimeout(20);
    const url = /http:\S+/.exec(said)![0];
    expect((await ask(url, '/report.html')).status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(url) });
  });
});

describe('the browser', () => {
  const display = { CI: '', DISPLAY: '', WAYLAND_DISPLAY: '', WSL_DISTRO_NAME: '', BROWSER: '' };

  test('cannot appear in a CI job, or on Linux without a display', () => {
    expect(withoutBrowser({ ...display, DISPLAY: ':0', CI: 'true' }, 'linux')).toBe('this is a CI job');
    expect(withoutBrowser(display, 'linux')).toBe('there is no display');
    for (const name of ['DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME']) {
      expect(withoutBrowser({ ...display, [name]: 'x' }, 'linux')).toBeUndefined();
    }
    expect(withoutBrowser(display, 'darwin')).toBeUndefined();
  });

  test('where there is none, the place of the page is told', async () => {
    expect(await vestige(['open', page], here, { ...display, CI: 'true' })).toEqual({
      code: 1,
      stdout: '',
      stderr: `vestige: no browser can be opened here (this is a CI job); the page is ${page}, and \`vestige open runs/report/report.html --serve\` gives it an address on this machine\n`,
    });
  });

  test.skipIf(process.platform !== 'linux')('is given the page', async () => {
    const [browser, opened] = [join(here, 'browser'), join(here, 'opened')];
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf %s "$1" > '${opened}.partial' && mv '${opened}.partial' '${opened}'\n`,
    );
    chmodSync(browser, 0o755);
    expect(await vestige(['open', report], here, { ...display, BROWSER: browser })).toEqual({
      code: 0,
      stdout: 'Opened runs/report/report.html\n',
      stderr: '',
    });
    while (!existsSync(opened)) await setTimeout(50);
    expect(readFileSync(opened, 'utf8')).toContain(page);
  });
});
