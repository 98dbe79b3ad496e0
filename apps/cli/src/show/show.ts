import { statSync } from 'node:fs';
import { contentsOf, type FoundCheckpoint, findCheckpoint, noCheckpoint, someOf } from '../checkpoint.ts';
import { UsageError } from '../failure.ts';
import { section } from '../terminal/layout.ts';
import { showCheckpoint } from './showCheckpoint.ts';
import { showTable, type TableQuery } from './showTable.ts';

/**
 * Tells what a file holds.
 *
 * @param path an Arrow file, or what {@link findCheckpoint} takes
 */
export function show(path: string, query: TableQuery): string {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) {
    throw new UsageError(`${path}: no such file; expected an Arrow file or a checkpoint directory`);
  }
  if (!entry.isDirectory() && path.endsWith('.arrow')) return showTable(path, query);
  const checkpoint = findCheckpoint(path);
  if (checkpoint) return ofCheckpoint(checkpoint, path, query);
  if (entry.isDirectory())
    throw new UsageError(noCheckpoint(path, 'an Arrow file or a checkpoint directory'));
  throw new UsageError(
    `${path}: neither an Arrow file (.arrow) nor part of a checkpoint; ${otherwise(path)}`,
  );
}

function ofCheckpoint(found: FoundCheckpoint, path: string, { json, rows, step }: TableQuery): string {
  if (rows !== undefined || step !== undefined) {
    throw new UsageError(`${path}: --rows and --step are for Arrow files; a checkpoint has no rows`);
  }
  const text = showCheckpoint(found, json);
  if (json || !statSync(path).isDirectory()) return text;
  const tables = contentsOf(path).filter((file) => file.endsWith('.arrow'));
  return [text, ...section('Beside it', tables.length === 0 ? [] : [`  ${someOf(tables)}`])].join('\n');
}

function otherwise(path: string): string {
  return path.endsWith('.json') || path.endsWith('.md') || path.endsWith('.html')
    ? 'read it as it is'
    : 'expected one of them';
}
