import { readFile, realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join, relative, sep } from 'node:path';
import { withConnections } from '@vestige/report/parts';
import send from 'send';
import { UsageError } from '../failure.ts';
import { EXPERIMENTS } from '../workspace.ts';
import { type Allowed, type FoundFile, findAllowed, pathOf, segmentsOf } from './allowed.ts';
import { answerPost, type ServedModel } from './model/answerPost.ts';

/** A served report. */
export interface Serving {
  readonly url: string;
  /** Ends it, connections included. */
  close(): Promise<void>;
}

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
 * @param model that this page, by its token, and nothing else can ask; none if absent
 * @throws {UsageError} if the port cannot be had
 */
export async function serve(page: string, port: number, model?: ServedModel): Promise<Serving> {
  const { start, find } = siteOf(page);
  const asking = model && { ...model, page: await realpath(page) };
  const server = createServer((request, response) => {
    const { port: own } = server.address() as AddressInfo;
    answer(request, response, { start, find, port: own, model: asking }).catch(() => response.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.on('error', (error: NodeJS.ErrnoException) => failed(refusal(error, port)));
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: given } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${given}${start}${model ? `#model=${model.token}` : ''}`,
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

interface Answering extends Site {
  readonly port: number;
  /** With the page that can ask it, without links. */
  readonly model: (ServedModel & { readonly page: string }) | undefined;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { start, find, port, model }: Answering,
): Promise<void> {
  const end = (status: number, headers = {}, text = '') =>
    response.writeHead(status, { ...HEADERS, 'Content-Length': text.length, ...headers }).end(text);
  if (!isOurs(request.headersDistinct.host, port)) {
    // Another name that leads here, as after DNS rebinding, belongs to another site.
    const text = `Ask for http://127.0.0.1:${port}/, with this port.\n`;
    return void end(421, { 'Content-Type': 'text/plain' }, text);
  }
  const segments = segmentsOf(request.url ?? '');
  if (model && request.method === 'POST' && segments?.[0] === 'model') {
    for (const [name, value] of Object.entries({ ...HEADERS, 'Cache-Control': 'no-store' })) {
      response.setHeader(name, value);
    }
    return await answerPost(request, response, segments.join('/'), model);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return void end(405, { Allow: 'GET, HEAD' });
  if (segments === undefined) return void end(400);
  if (segments.join('/') === '') return void end(302, { Location: start });
  const file = await find(segments);
  if (!file) return void end(404);
  if (model && join(file.folder, file.path) === model.page) {
    const text = withConnections(await readFile(model.page, 'utf8'));
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    };
    return void response
      .writeHead(200, { ...HEADERS, ...headers })
      .end(request.method === 'HEAD' ? '' : text);
  }
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  // Whatever else lies there has the origin of the page that can ask the model, and may not.
  if (model) response.setHeader('Content-Security-Policy', "connect-src 'none'; form-action 'none'");
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
