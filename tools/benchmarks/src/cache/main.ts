/**
 * What the shared cache bears: workers that write and read at once while connections are cut and servers killed, and an entry
 * of some gigabytes through relay and server. Ends with an error where an entry is lost or another than was written.
 *
 *   node tools/benchmarks/src/cache/main.ts [--entries 10000] [--workers 32] [--kills 5] [--gigabytes 2]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { large } from './large.ts';
import { many } from './many.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '32' },
    kills: { type: 'string', default: '5' },
    gigabytes: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'vestige-cache-bench-'));
try {
  await many(join(folder, 'many'), Number(values.entries), Number(values.workers), Number(values.kills));
  await large(folder, Number(values.gigabytes));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
