import { readFile, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join, relative, sep } from 'node:path';
import { withRollouts } from '@vestige/imported/served';
import { withConnections } from '@vestige/report/parts';
import send from 'send';
import { UsageError } from '../failure.ts';
import { EXPERIMENTS } from '../workspace.ts';
import { type Allowed, type FoundFile, findAllowed, pathOf, segmentsOf } from './allowed.ts';
import { answerPost, type ServedModel } from './model/answerPost.ts';
import { answerRollouts, type ServedRollouts } from './rollouts/answerRollouts.ts';

/** A served report. */
export interface Serving {
  readonly url: string;
  /** Address of the page of rollouts, where they are served. */
  readonly rollouts: string | undefined;
  /** Ends it, connections included. */
  close(): Promise<void>;
}

/** What is answered for the page beside its files; each by its token, and nothing else can ask it. */
export interface Answering {
  readonly model?: ServedModel | undefined;
  readonly rollouts?: ServedRollouts | undefined;
}

/** Path of the page of rollouts. */
const ROLLOUTS = 'rollouts';

/** Reports below the runs of an experiment, and nothing else of them. */
const REPORTS = /^([^/]+\/)?report\//;

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // A report that is made anew replaces its folder.
  'Cache-Control': 'no-cache',
};

/**
 * Serves the folder of a page on this machine alone, as its files are at the moment. A page of the workspace can
 * link the other reports there, so these are served with it.
 *
 * @param page absolute path
 * @param port 0 for any that is free
 * @throws {UsageError} if the port cannot be had
 */
export async function serve(
  page: string,
  port: number,
  { model, rollouts }: Answering = {},
): Promise<Serving> {
  const { start, find } = siteOf(page);
  const real = model || rollouts ? await realpath(page) : page;
  const served = { real, model, rollouts };
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    answer(request, response, { start, find, port: own, ...served }).catch(() => response.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.on('error', (error: NodeJS.ErrnoException) => failed(refusal(error, port)));
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: given } = server.address() as AddressInfo;
  const tokens = [
    ...(model ? [`#model=${model.token}`] : []),
    ...(rollouts ? [`#token=${rollouts.token}`] : []),
  ];
  return {
    url: `http://127.0.0.1:${given}${start}${tokens[0] ?? ''}`,
    rollouts: rollouts && `http://127.0.0.1:${given}/${ROLLOUTS}#token=${rollouts.token}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface Site {
  /** Path of the page. */
  readonly start: string;
  /** The file at a path, if it may be served. */
  find(segments: readonly string[]): Promise<FoundFile | undefined>;
}

function siteOf(page: string): Site {
  const segments = relative(EXPERIMENTS, page).split(sep);
  const [, runs, ...below] = segments;
  if (runs === 'runs' && REPORTS.test(below.join('/'))) {
    return {
      start: pathOf(segments),
      find: async ([experiment = '', second, ...rest]) =>
        second === 'runs' ? findAllowed(runsOf(experiment), rest) : undefined,
    };
  }
  return {
    start: pathOf([basename(page)]),
    find: (rest) => findAllowed({ folder: dirname(page) }, rest),
  };
}

// `runs` may be a link to where there is room; nothing below it may lead out of it.
function runsOf(experiment: string): Allowed {
  return { folder: join(EXPERIMENTS, basename(experiment), 'runs'), pattern: REPORTS };
}

interface Served extends Site, Answering {
  readonly port: number;
  /** The page without links. */
  readonly real: string;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { start, find, port, real, model, rollouts }: Served,
): Promise<void> {
  const end = (status: number, headers = {}, text = '') =>
    response.writeHead(status, { ...HEADERS, 'Content-Length': text.length, ...headers }).end(text);
  if (!isOurs(request.headersDistinct.host, port)) {
    // Another name that leads here, as after DNS rebinding, belongs to another site.
    const text = `Ask for http://127.0.0.1:${port}/, with this port.\n`;
    return void end(421, { 'Content-Type': 'text/plain' }, text);
  }
  const segments = segmentsOf(request.url ?? '');
  if (request.method === 'POST') {
    const post =
      model && segments?.[0] === 'model'
        ? (path: string) => answerPost(request, response, path, model)
        : rollouts && segments?.[0] === ROLLOUTS
          ? (path: string) => answerRollouts(request, response, path, rollouts)
          : undefined;
    if (post) {
      for (const [name, value] of Object.entries({ ...HEADERS, 'Cache-Control': 'no-store' })) {
        response.setHeader(name, value);
      }
      return await post(segments!.join('/'));
    }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return void end(405, { Allow: 'GET, HEAD' });
  if (segments === undefined) return void end(400);
  if (segments.join('/') === '') return void end(302, { Location: start });
  const page = (text: string) => {
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    };
    response.writeHead(200, { ...HEADERS, ...headers }).end(request.method === 'HEAD' ? '' : text);
  };
  if (rollouts && segments.join('/') === ROLLOUTS) return page(rollouts.page);
  const file = await find(segments);
  if (!file) return void end(404);
  const isPage = join(file.folder, file.path) === real;
  if (model && isPage) return page(withConnections(await readFile(real, 'utf8')));
  if (rollouts && isPage) return page(withRollouts(await readFile(real, 'utf8')));
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  // Whatever else lies there has the origin of a page that can ask, and may not.
  if (model || rollouts)
    response.setHeader('Content-Security-Policy', "connect-src 'none'; form-action 'none'");
  send(request, pathOf(file.path.split('/')), { root: file.folder, index: false, cacheControl: false })
    // What goes wrong after the first bytes can only be told by breaking off.
    .on('error', ({ status, headers }: { status: number; headers?: object }) =>
      response.headersSent ? response.destroy() : end(status, headers),
    )
    .on('directory', () => end(404))
    .pipe(response);
}

function isOurs(hosts: readonly string[] | undefined, port: number): boolean {
  if (hosts?.length !== 1) return false;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const host = hosts[0]!.toLowerCase();
  return names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

function refusal(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new UsageError(`--port ${port}: in use; give another, or none for one that is free`);
  }
  if (error.code === 'EACCES') {
    return new UsageError(`--port ${port}: not allowed to this user; give one from 1024`);
  }
  return error;
}
