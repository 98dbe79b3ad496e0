import { join } from 'node:path';
import { importedDirectory } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { readCheckedJson } from '@vestige/manifest';
import type { Rollout } from '@vestige/reinforcement';
import { importedColumns, type Row, type StreamedTable, streamTable } from '@vestige/rollouts';
import type { Recognised, SegmentAccount, Settled } from '@vestige/trainers';

/** What became of a file of a trainer. */
export interface ConvertedFile extends SegmentAccount {
  /** Its tables, in order: paths from the folder of the stage, and their rows. */
  readonly segments: readonly { readonly path: string; readonly rows: number }[];
  readonly kind: 'train' | 'validation';
}

/** `account.json`: what became of what a trainer left behind. */
export interface RunAccount
  extends Pick<Recognised, 'trainer' | 'evidence' | 'duplicates' | 'others'>,
    Pick<Settled, 'thought' | 'answer'> {
  /** What is wrong with files that could not be read at all. */
  readonly unreadable: readonly string[];
  readonly files: readonly ConvertedFile[];
}

/** The account of a run that was converted. */
export function accountOf(imported: Imported, run: string): RunAccount {
  return readCheckedJson(join(importedDirectory(imported, 'convert', run), 'account.json')) as RunAccount;
}

/** A table of a run, whose rows are read as they are asked for. */
export interface Segment {
  readonly rows: number;
  /** Of the reward; each has a column. */
  readonly parts: readonly string[];
  readonly table: StreamedTable<ReturnType<typeof importedColumns>>;
}

/** A row of a table of a run. */
export type SegmentRow = Row<ReturnType<typeof importedColumns>>;

/** The tables that a run is told from, in order of their steps: what it was trained on, or all where nothing says so. */
export function segmentsOf(imported: Imported, run: string): Segment[] {
  const folder = importedDirectory(imported, 'convert', run);
  const { files } = accountOf(imported, run);
  const trained = files.filter(({ kind }) => kind === 'train');
  return (trained.length > 0 ? trained : files).flatMap(({ segments, parts }) =>
    segments.map(({ path, rows }) => ({
      ...{ rows, parts },
      table: streamTable(join(folder, path), importedColumns(parts)),
    })),
  );
}

/** The rollouts in tables, as the analysis reads them. */
export function* rolloutsIn(segments: readonly Segment[]): Generator<Rollout> {
  for (const { parts, table } of segments) {
    for (const row of table.rows()) yield rolloutOf(row, parts);
  }
}

/** A row of a table as the analysis reads it. @param parts of the reward that it has */
export function rolloutOf(row: SegmentRow, parts: readonly string[]): Rollout {
  const { step, problem, thought, response, answer, reward, advantage, boundary, stop } = row;
  const ofParts = Object.fromEntries(parts.map((part) => [part, row[`reward_${part}`]!]));
  return { step, problem, thought, response, answer, reward, advantage, boundary, stop, parts: ofParts };
}
