import { statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { bytes } from '../terminal/layout.ts';
import { WORKSPACE } from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const WANTED_NODE = 24;
const MEMORY_PER_STAGE = 1e9;
const ROOM_FOR_RUNS = 1e9;
const LEAST_ROOM = 1e8;

/** The Node that runs this. Below 22.18 nothing of the workspace would have started. */
export function checkNode(version = process.versions.node): Finding {
  const major = Number(version.split('.')[0]);
  if (major === WANTED_NODE) return ok('Node', version);
  const advice =
    '`npm install`, then start it with npx or an npm script: those put the workspace’s Node first';
  if (major > WANTED_NODE) {
    return warning('Node', `${version}; tried with ${WANTED_NODE} only`, advice);
  }
  return warning(
    'Node',
    `${version}; expected ${WANTED_NODE}. It runs, but kernels can be slower and their last digits differ`,
    advice,
  );
}

export function checkMachine(): Finding {
  const cores = availableParallelism();
  const message = `${cores} core${cores === 1 ? '' : 's'}, ${bytes(totalmem())} memory, ${bytes(freemem())} free`;
  if (totalmem() >= cores * MEMORY_PER_STAGE) return ok('machine', message);
  const fitting = Math.max(1, Math.floor(totalmem() / MEMORY_PER_STAGE));
  return warning('machine', message, `run fewer stages side by side: vestige run --parallel ${fitting}`);
}

export function checkDisk(): Finding {
  const { bavail, bsize } = statfsSync(WORKSPACE);
  const free = bavail * bsize;
  const message = `${bytes(free)} free where the runs are written`;
  if (free >= ROOM_FOR_RUNS) return ok('disk', message);
  const advice =
    'free some space: an experiment with its cache takes some hundred MB; `npx nx reset` empties the cache';
  return free < LEAST_ROOM ? problem('disk', message, advice) : warning('disk', message, advice);
}
