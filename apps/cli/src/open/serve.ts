import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, relative, sep } from 'node:path';
import sirv from 'sirv';
import { UsageError } from '../failure.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** A served report. */
export interface Serving {
  readonly url: string;
  /** Ends it, connections included. */
  close(): Promise<void>;
}

/** Reports below the folder of experiments, and nothing else of a run. */
const REPORTS = /^\/[^/]+\/runs\/([^/]+\/)?report\//;
/** No file of a report is hidden. */
const HIDDEN = /\/\./;

/**
 * Serves the folder of a page on this machine alone, as its files are at the moment. A page of the workspace can
 * link the other reports there, so these are served with it.
 *
 * @param page absolute path
 * @param port 0 for any that is free
 * @throws {UsageError} if the port cannot be had
 */
export async function serve(page: string, port: number): Promise<Serving> {
  const within = (root: string) => `/${relative(root, page).split(sep).join('/')}`;
  const inWorkspace = REPORTS.test(within(EXPERIMENTS));
  const root = inWorkspace ? EXPERIMENTS : dirname(page);
  const start = encodeURI(within(root));
  // Looked up at each request: a report that is made anew replaces its folder.
  const files = sirv(root, { dev: true });
  const server = createServer((request, response) => {
    // As a URL, so that dots that lead out of a folder are resolved before anything is decided by the path.
    const path = URL.parse(request.url ?? '', 'http://localhost')?.pathname;
    if (path === '/') {
      response.writeHead(302, { location: start }).end();
    } else if (path === undefined || HIDDEN.test(path) || (inWorkspace && !REPORTS.test(path))) {
      response.writeHead(404).end();
    } else {
      files(Object.assign(request, { url: path }), response);
    }
  });
  await new Promise<void>((listening, failed) => {
    server.on('error', (error: NodeJS.ErrnoException) => failed(refusal(error, port)));
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: given } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${given}${start}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
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
