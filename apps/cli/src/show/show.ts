import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../failure.ts';
import { showCheckpoint } from './showCheckpoint.ts';
import { showTable, type TableQuery } from './showTable.ts';

const CHECKPOINT_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];
const MOST_NAMED = 6;

/**
 * Tells what a file holds.
 *
 * @param path an Arrow file, a checkpoint directory, or a file in one
 */
export function show(path: string, query: TableQuery): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) {
    throw new UsageError(`${path}: no such file; expected an Arrow file or a checkpoint directory`);
  }
  if (entry.isDirectory()) {
    if (isCheckpoint(path)) return ofCheckpoint(path, query);
    throw new UsageError(`${path}: a folder, but no checkpoint; ${insteadOf(path)}`);
  }
  if (CHECKPOINT_FILES.includes(basename(path)) && isCheckpoint(dirname(path))) {
    return ofCheckpoint(dirname(path), query);
  }
  if (!path.endsWith('.arrow')) {
    throw new UsageError(
      `${path}: neither an Arrow file (.arrow) nor part of a checkpoint; ${otherwise(path)}`,
    );
  }
  return showTable(path, query);
}

function ofCheckpoint(directory: string, { json, rows, step }: TableQuery): string {
  if (rows !== undefined || step !== undefined) {
    throw new UsageError(`${directory}: --rows and --step are for Arrow files; a checkpoint has no rows`);
  }
  return showCheckpoint(directory, json);
}

function isCheckpoint(directory: string): boolean {
  return existsSync(join(directory, 'config.json'));
}

/** What could be shown of a folder. */
function insteadOf(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.arrow') || basename(name) === 'config.json')
    .map((name) => join(folder, name.endsWith('.arrow') ? name : dirname(name)))
    .sort();
  if (found.length === 0) return 'expected an Arrow file or a checkpoint directory';
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  return `in it there are ${found.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function otherwise(path: string): string {
  return path.endsWith('.json') || path.endsWith('.md') || path.endsWith('.html')
    ? 'read it as it is'
    : 'expected one of them';
}
