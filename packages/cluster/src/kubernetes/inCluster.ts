import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Jobs } from './conduct.ts';
import { type JobObject, readJob } from './jobObject.ts';

/** How a pod reaches the API. */
export interface Account {
  /** URL of the API. */
  readonly api: string;
  /** Folder with the files `token`, which is renewed, and `namespace`. */
  readonly folder: string;
}

/** Milliseconds after which a request is given up. */
const PATIENCE = 30_000;

/** Jobs of a pod's own namespace. @param names those that are looked after */
export function jobsInCluster(names: readonly string[], { api, folder }: Account): Jobs {
  const request = async (name: string, init: { method: string; body?: string }) => {
    const [token, namespace] = await Promise.all(
      ['token', 'namespace'].map(async (file) => (await readFile(join(folder, file), 'utf8')).trim()),
    );
    const url = `${api}/apis/batch/v1/namespaces/${namespace}/jobs/${name}`;
    // biome-ignore lint/style/noRestrictedGlobals: read whole at once
    const response = await fetch(url, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/merge-patch+json' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${init.method} ${url}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    async all() {
      const jobs: JobObject[] = [];
      for (const name of names) {
        const found = await request(name, { method: 'GET' });
        // Those that ended are removed some time.
        if (found !== null) jobs.push(readJob(found));
      }
      return jobs;
    },
    async resume(name) {
      await request(name, { method: 'PATCH', body: JSON.stringify({ spec: { suspend: false } }) });
    },
  };
}
