// The process that browses: builds the index of the tables in a folder, serves it, and tells its parent.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openIndex, type Source } from '@vestige/browse';
import { RolloutBrowser } from '@vestige/cli/src/open/rollouts/browser.ts';
import { serve } from '@vestige/cli/src/open/serve.ts';

/** What the parent is told. */
export interface Served {
  readonly url: string;
  readonly token: string;
  /** Wall and processor seconds of building, and of opening again what is built. */
  readonly built: number;
  readonly processor: number;
  readonly opened: number;
  readonly indexBytes: number;
  readonly tableBytes: number;
  /** Largest resident set, bytes, when all was built. */
  readonly resident: number;
}

const [folder, rows] = process.argv.slice(2) as [string, string];
const TOKEN = 'benchmark';
const paths = readdirSync(folder)
  .filter((name) => name.endsWith('.arrow'))
  .sort()
  .map((name) => join(folder, name));
const counts = JSON.parse(rows) as number[];
const sources = paths.map(
  (path, i): Source => ({
    ...{ run: 'run', kind: 'train', path, digest: path, rows: counts[i]!, parts: [] },
  }),
);
const file = join(folder, 'index.sqlite');
const begun = performance.now();
const before = process.cpuUsage();
(await openIndex(file, sources))[Symbol.dispose]();
const built = (performance.now() - begun) / 1e3;
const { user, system } = process.cpuUsage(before);
const again = performance.now();
const index = await openIndex(file, sources);
const opened = (performance.now() - again) / 1e3;
const browser = new RolloutBrowser({
  title: 'Benchmark',
  rollouts: { index, missing: 0 },
  runs: {},
  where: 'thought',
});
const page = join(folder, 'page.html');
writeFileSync(page, '<title>Benchmark</title>');
const { rollouts } = await serve(page, 0, { rollouts: { browser, page: '', token: TOKEN } });
process.send!({
  ...{ url: new URL(rollouts!).origin, token: TOKEN, built, processor: (user + system) / 1e6, opened },
  indexBytes: statSync(file).size,
  tableBytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
  resident: process.resourceUsage().maxRSS * 1024,
} satisfies Served);
process.on('message', () => {
  process.send!(process.resourceUsage().maxRSS * 1024);
});
