/**
 * How long it takes to make all rollouts of a run searchable, and to find some of them: tables of made-up rollouts of 1.5 kB,
 * their index, and a page of 20 rollouts for each query, over HTTP as the page of rollouts asks it.
 *
 *   node tools/benchmarks/src/browse/main.ts [--rollouts N] [--write]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IMPORTED_TABLE, importedColumns, openTableWriter } from '@vestige/rollouts';
import { allowedCores, describeMachine } from '../machine.ts';
import { withResults } from '../section.ts';
import { digits, table } from '../table.ts';
import { queriesOf } from './queries.ts';
import { rolloutOf } from './rollouts.ts';
import type { Served } from './server.ts';

const README = join(import.meta.dirname, '..', '..', 'README.md');
/** Rollouts of a table, and rows of its batches, as an import writes them. */
const SEGMENT = 20_480;
const BATCH = 256;

const { values } = parseArgs({
  options: {
    rollouts: { type: 'string', default: '1000000' },
    write: { type: 'boolean', default: false },
  },
});
const rollouts = Number(values.rollouts);
const folder = mkdtempSync(join(tmpdir(), 'vestige-browse-'));
try {
  const rows = await writeSegments();
  const child = fork(join(import.meta.dirname, 'server.ts'), [folder, JSON.stringify(rows)]);
  try {
    const [served] = (await once(child, 'message')) as [Served];
    const text = [...told(served), ...(await workload(served)), await memory(child)].join('\n\n');
    console.log(text);
    if (values.write) writeFileSync(README, withResults(readFileSync(README, 'utf8'), text, 'browse'));
  } finally {
    child.kill();
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** @returns rows of each table */
async function writeSegments(): Promise<number[]> {
  const rows: number[] = [];
  for (let first = 0; first < rollouts; first += SEGMENT) {
    const path = join(folder, `${String(rows.length).padStart(6, '0')}.arrow`);
    const writer = openTableWriter(path, importedColumns([]), { table: IMPORTED_TABLE }, BATCH);
    const count = Math.min(SEGMENT, rollouts - first);
    for (let i = 0; i < count; i++) writer.append(rolloutOf(first + i));
    await writer.close();
    rows.push(count);
  }
  return rows;
}

function told({ built, processor, opened, indexBytes, tableBytes, resident }: Served): string[] {
  const megabytes = (bytes: number) => digits(Math.round(bytes / 1e6));
  return [
    `${describeMachine(allowedCores()?.length ?? navigator.hardwareConcurrency)}; Node ${process.version}.`,
    `${digits(rollouts)} rollouts in tables of ${megabytes(tableBytes)} MB: the index is built in ${built.toFixed(0)} s (${processor.toFixed(0)} s of processor time, ${digits(Math.round(rollouts / built))} rollouts/s) and has ${megabytes(indexBytes)} MB; at most ${megabytes(resident)} MB are resident. Opened again, it is ready in ${opened.toFixed(1)} s.`,
  ];
}

async function workload(served: Served): Promise<string[]> {
  const times: number[] = [];
  const rows: string[][] = [];
  for (const [name, queries] of queriesOf(rollouts)) {
    const own: number[] = [];
    const found: number[] = [];
    for (const query of queries) {
      const [taken, total] = await asked(served, query);
      own.push(taken);
      found.push(total);
    }
    times.push(...own);
    rows.push([
      ...[
        name,
        String(own.length),
        ...[Math.min(...found), Math.max(...found)].map((count) => count.toLocaleString('en')),
      ],
      ...[quantile(own, 0.5).toFixed(0), Math.max(...own).toFixed(0)],
    ]);
  }
  return [
    `${times.length} queries, each for the first time: median ${quantile(times, 0.5).toFixed(0)} ms, 99th percentile ${quantile(times, 0.99).toFixed(0)} ms.`,
    table(['query', 'queries', 'found, least', 'most', 'median, ms', 'slowest, ms'], rows),
  ];
}

async function asked({ url, token }: Served, query: object): Promise<[milliseconds: number, total: number]> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, Origin: url };
  const body = JSON.stringify({ sort: 'step', descending: false, offset: 0, size: 20, ...query });
  const begun = performance.now();
  const response = await fetch(`${url}/rollouts/search`, { method: 'POST', headers, body });
  const page = (await response.json()) as { total: number; error?: string };
  if (!response.ok) throw new Error(`${response.status} to ${body}: ${page.error}`);
  return [performance.now() - begun, page.total];
}

function quantile(times: readonly number[], at: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(at * sorted.length) - 1)]!;
}

async function memory(child: ReturnType<typeof fork>): Promise<string> {
  child.send('memory');
  const [resident] = (await once(child, 'message')) as [number];
  return `All that done, at most ${digits(Math.round(resident / 1e6))} MB were resident.`;
}
