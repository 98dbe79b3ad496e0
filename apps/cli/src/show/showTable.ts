import { basename } from 'node:path';
import { whyNotRun } from '@vestige/ablation/interventions';
import { type Columns, type Provenance, type ReadTable, readTable } from '@vestige/rollouts';
import { UsageError } from '../failure.ts';
import { bold, counted, facts, inColumns, section } from '../terminal/layout.ts';
import { madeBy } from './madeBy.ts';
import { analysis } from './tables/analysis.ts';
import { intervals, verdicts } from './tables/calibration.ts';
import { curve } from './tables/curve.ts';
import { drift } from './tables/drift.ts';
import { imported } from './tables/imported.ts';
import { interventions } from './tables/interventions.ts';
import { rollouts } from './tables/rollouts.ts';
import { updates } from './tables/updates.ts';
import type { Configuration, TableView } from './tables/view.ts';

/** What of a table to show. */
export interface TableQuery {
  /** How many rows; undefined for a summary. */
  readonly rows: number | undefined;
  /** Rows of this step only. */
  readonly step: number | undefined;
  readonly json: boolean;
}

type AnyRow = Record<string, unknown> & { step: number };
type AnyView = TableView<AnyRow, unknown>;

const VIEWS = {
  curve,
  updates,
  rollouts,
  drift,
  interventions,
  analysis,
  verdicts,
  intervals,
  imported,
} as unknown as Readonly<Record<string, AnyView | undefined>>;

/** An Arrow file in words, or as JSON. */
export function showTable(path: string, query: TableQuery): string {
  const file = readTable(path);
  const { provenance } = file;
  const view = VIEWS[provenance.table];
  if (!view) {
    const known = Object.keys(VIEWS).join(', ');
    throw new UsageError(`${path}: holds a table "${provenance.table}"; expected one of ${known}`);
  }
  const configuration = (provenance.experiment ?? {}) as Configuration;
  const rows = rowsOf(path, file, query.step);
  if (query.json)
    return JSON.stringify(asJson({ path, file, view, rows, configuration }, query.rows), null, 2);
  if (query.rows !== undefined) return view.tellRows(rows.slice(0, query.rows)).join('\n');
  return overview({ path, file, view, rows, configuration }).join('\n');
}

function rowsOf(path: string, file: ReadTable<Columns>, step: number | undefined): AnyRow[] {
  const rows = [...file.rows()] as AnyRow[];
  if (step === undefined) return rows;
  const chosen = rows.filter((row) => row.step === step);
  if (chosen.length === 0) {
    const steps = [...new Set(rows.map((row) => row.step))];
    const range = steps.length === 0 ? 'no rows' : `steps ${Math.min(...steps)} to ${Math.max(...steps)}`;
    throw new UsageError(`${path}: --step ${step}: no row of that step; the file has ${range}`);
  }
  return chosen;
}

/** What of a table is shown. */
interface Shown {
  readonly path: string;
  readonly file: ReadTable<Columns>;
  readonly view: AnyView;
  /** All, or those of one step. */
  readonly rows: readonly AnyRow[];
  readonly configuration: Configuration;
}

function overview({ path, file, view, rows, configuration }: Shown): string[] {
  const { provenance, rowCount } = file;
  const { condition, seed } = provenance;
  const columns = columnsOf(file).map(({ name, type, description }) => [name, type, description]);
  return [
    `${bold(basename(path))}: ${view.title}`,
    '',
    ...facts([
      ...madeBy(view.stage, { condition, seed }, configuration, provenance),
      ['holds', `${counted(rowCount, 'row')} of ${columns.length} columns`],
      ...notRun(provenance),
    ]),
    ...section('Summary', rows.length === 0 ? ['  no rows'] : view.tell(view.summarize(rows, configuration))),
    ...section(
      'Columns',
      inColumns(columns, 'l').map((line) => `  ${line}`),
    ),
  ];
}

/** Interventions that were asked for and not run, each with the reason. */
function notRun({ skipped = {} }: Provenance): (readonly [string, string])[] {
  const told = Object.entries(skipped).map(([name, need]) => `${name} (${whyNotRun(need)})`);
  return told.length === 0 ? [] : [['not run', told.join(', ')]];
}

function columnsOf({ table }: ReadTable<Columns>) {
  return table.schema.fields.map(({ name, type, nullable, metadata }) => ({
    name,
    type: `${String(type).replace(/^Dictionary<.*>$/, 'Utf8')}${nullable ? ' or null' : ''}`,
    description: metadata.get('description') ?? '',
  }));
}

/** @param most rows to tell one by one; undefined for a summary */
function asJson({ path, file, view, rows, configuration }: Shown, most: number | undefined) {
  const provenance: Provenance = file.provenance;
  const head = { file: path, provenance, columns: columnsOf(file), rowCount: file.rowCount };
  if (most === undefined) {
    return { ...head, summary: rows.length === 0 ? null : view.summarize(rows, configuration) };
  }
  return { ...head, rows: rows.slice(0, most).map(plainLists) };
}

function plainLists(row: AnyRow) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? [...(value as Int32Array)] : value,
    ]),
  );
}
